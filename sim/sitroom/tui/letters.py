"""Large letters for the back of the room: three pixels wide and five high, in half blocks."""

import unicodedata

_ROWS = {
    "A": ".#. #.# ### #.# #.#",
    "B": "##. #.# ##. #.# ##.",
    "C": ".## #.. #.. #.. .##",
    "D": "##. #.# #.# #.# ##.",
    "E": "### #.. ##. #.. ###",
    "F": "### #.. ##. #.. #..",
    "G": ".## #.. #.# #.# .##",
    "H": "#.# #.# ### #.# #.#",
    "I": "# # # # #",
    "J": "..# ..# ..# #.# .#.",
    "K": "#.# #.# ##. #.# #.#",
    "L": "#.. #.. #.. #.. ###",
    "M": "#...# ##.## #.#.# #...# #...#",
    "N": "#..# ##.# #.## #..# #..#",
    "O": ".#. #.# #.# #.# .#.",
    "P": "##. #.# ##. #.. #..",
    "Q": ".#. #.# #.# ### .##",
    "R": "##. #.# ##. #.# #.#",
    "S": ".## #.. .#. ..# ##.",
    "T": "### .#. .#. .#. .#.",
    "U": "#.# #.# #.# #.# ###",
    "V": "#.# #.# #.# #.# .#.",
    "W": "#...# #...# #.#.# ##.## #...#",
    "X": "#.# #.# .#. #.# #.#",
    "Y": "#.# #.# .#. .#. .#.",
    "Z": "### ..# .#. #.. ###",
    "0": "### #.# #.# #.# ###",
    "1": ".#. ##. .#. .#. ###",
    "2": "### ..# ### #.. ###",
    "3": "### ..# .## ..# ###",
    "4": "#.# #.# ### ..# ..#",
    "5": "### #.. ### ..# ###",
    "6": "### #.. ### #.# ###",
    "7": "### ..# ..# .#. .#.",
    "8": "### #.# ### #.# ###",
    "9": "### #.# ### ..# ###",
    ":": ". # . # .",
    ".": ". . . . #",
    "-": "... ... ### ... ...",
    "'": "# # . . .",
    "/": "..# ..# .#. #.. #..",
    "&": ".#. #.# .#. #.# .##",
    " ": ".. .. .. .. ..",
}
_HALVES = {"..": " ", "#.": "▀", ".#": "▄", "##": "█"}


def large(text: str, width: int, *, huge: bool = False) -> list[str]:
    """Return text in large letters: three rows, or five if `huge`; none if it does not fit.

    A letter that has no large form (of another script) gives no rows either.
    """
    bare = unicodedata.normalize("NFKD", text.upper())
    letters = [letter for letter in bare if not unicodedata.combining(letter)]
    if not letters or any(letter not in _ROWS for letter in letters):
        return []
    glyphs = [_ROWS[letter].split() for letter in letters]
    pixels = [".".join(glyph[row] for glyph in glyphs) for row in range(5)]
    if huge:
        rows = ["".join("██" if p == "#" else "  " for p in row) for row in pixels]
    else:
        pixels.append("." * len(pixels[0]))
        pairs = zip(pixels[0::2], pixels[1::2], strict=True)
        rows = ["".join(_HALVES[a + b] for a, b in zip(*pair, strict=True)) for pair in pairs]
    return rows if len(rows[0]) <= width else []


def largest(texts: list[str], width: int, *, huge: bool = False) -> list[str]:
    """Return the first of some texts that fits, as large as may be; none if none does."""
    sizes = (True, False) if huge else (False,)
    found = (large(text, width, huge=size) for size in sizes for text in texts)
    return next((rows for rows in found if rows), [])
