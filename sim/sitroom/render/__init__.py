"""SVG, HTML, Markdown and charts of characters; no words of their own."""
