"""Colours of our own beside Textual's: high contrast, and the terminal's."""

from textual.theme import BUILTIN_THEMES, Theme

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
OURS = (HIGH_CONTRAST, TERMINAL)
