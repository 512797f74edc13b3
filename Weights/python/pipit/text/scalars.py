"""What tells Unicode's scalars apart, for those who go through all of them."""

from tokenizers import normalizers

SURROGATES = range(0xD800, 0xE000)  # code points that are no scalars

_decompose = normalizers.NFD().normalize_str


def is_mark(character: str) -> bool:
    """Whether canonical ordering may move the character: its combining class is not 0."""
    overlay, iota = "\u0334", "\u0345"  # the lowest and the highest class that are in use
    return any(_decompose(text) != text for text in (f"a{iota}{character}", f"a{character}{overlay}"))
