"""Shares in per cent: what is not nothing is never told as nothing, nor all but all as all."""


def percent(share: float | None, places: int = 1, sign: str = " %") -> str:
    """Return a share with its sign, to no more places than are needed; "-" for none."""
    if share is None:
        return "-"
    least, edge = ("0.1", 0.0005) if places else ("1", 0.01)
    if 0 < share < edge:
        return f"<{least}{sign}"
    if 1 - edge < share < 1:
        return f">{'99.9' if places else '99'}{sign}"
    return f"{100 * share:.{places}f}".removesuffix(".0") + sign


def worded(share: float) -> str:
    """Return a share as it stands in a sentence, in whole per cent."""
    return percent(share, 0, "%").replace("<", "under ").replace(">", "over ")
