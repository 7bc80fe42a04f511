"""Colours of our own: dark and light as Textual has them but clearer, high contrast, the terminal's."""

from dataclasses import replace

from textual.theme import BUILTIN_THEMES, Theme

# Textual's own, but text stands out at least 4.5 : 1, dim text on a marked row as well.
DARK = replace(
    BUILTIN_THEMES["textual-dark"],
    primary="#0067b8",
    variables={
        "text-muted": "auto 72%",
        "text-disabled": "auto 60%",
        "block-cursor-background": "#003c6e",
        "block-cursor-foreground": "#ffffff",
    },
)
LIGHT = replace(
    BUILTIN_THEMES["textual-light"],
    background="#ececec",
    surface="#e6e6e6",
    panel="#dcdcdc",
    variables={
        "text-muted": "auto 75%",
        "text-disabled": "auto 70%",
        "text-accent": "#744600",
        "text-warning": "#744600",
        "text-success": "#14532d",
        "footer-key-foreground": "#004578",
        "block-cursor-background": "#003a66",
        "block-cursor-foreground": "#ffffff",
        "block-cursor-blurred-background": "#00457830",
        "block-cursor-blurred-foreground": "#000000",
    },
)

HIGH_CONTRAST = Theme(
    name="high-contrast",
    primary="#ffd700",
    secondary="#7fdfff",
    accent="#7fffff",
    warning="#ffd75f",
    error="#ff9f9f",
    success="#7fff7f",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#1a1a1a",
    boost="#1a1a1a",
    dark=True,
    text_alpha=1.0,
    variables={
        "text-muted": "#e4e4e4",
        "text-disabled": "#c8c8c8",
        "foreground-muted": "#e4e4e4",
        "foreground-disabled": "#c8c8c8",
        "block-cursor-background": "#ffffff",
        "block-cursor-foreground": "#000000",
        "block-cursor-blurred-background": "#222222",
        "block-cursor-blurred-foreground": "#ffffff",
        "footer-background": "#000000",
        "footer-foreground": "#ffffff",
        "footer-key-background": "#000000",
        "footer-key-foreground": "#ffd700",
        "footer-description-foreground": "#ffffff",
        "input-cursor-background": "#ffffff",
        "input-cursor-foreground": "#000000",
        "scrollbar": "#ffffff",
        "scrollbar-background": "#333333",
        "border": "#ffffff",
        "border-blurred": "#c8c8c8",
    },
)

_ANSI = BUILTIN_THEMES["ansi-light"]
TERMINAL = Theme(  # fits light terminals and dark ones: nothing in it depends on the background
    name="terminal",
    ansi=True,
    primary=_ANSI.primary,
    secondary=_ANSI.secondary,
    warning="ansi_magenta",
    error=_ANSI.error,
    success=_ANSI.success,
    accent="ansi_magenta",
    foreground=_ANSI.foreground,
    background=_ANSI.background,
    surface=_ANSI.surface,
    panel=_ANSI.panel,
    boost=_ANSI.boost,
    dark=True,
    variables=_ANSI.variables,
)
OURS = (DARK, LIGHT, HIGH_CONTRAST, TERMINAL)
