"""Makes costs.tsv: what requests cost by New API's arithmetic (new-api.md §20), worked out with exact fractions.

The ratios of each model are written out here by hand, as the document gives them for the options in options.json. Nothing of the server's is
used, and no pattern is matched. `python3 costs.py > costs.tsv`
"""

from fractions import Fraction as F
from typing import NamedTuple

HEAD = """\
# What requests cost in units (500,000 = 1 USD), by new-api.md §20, with the options in options.json. Made by costs.py.
#   tokens: R = model ratio x group ratio; prompt and completion count what is a part of them, too
#     text:  ((prompt - cached - written - image) + cached x cache + written x creation + image x image + completion x completion ratio) x R
#     sound: ((prompt - heard) + (completion - spoken) x completion ratio + heard x audio + spoken x audio x audio completion) x R
#     a Claude's own prompt holds no cached ones: nothing is subtracted from it, and here it stands with them added
#   rounded once, a half upwards; R is not 0 and the result is -> 1; no tokens at all -> 0
#   a Gemini's sound in: as text, or taken from the prompt and at a price of its own: USD for 1M x heard / 1,000,000 x 500,000 x group ratio
#   a call: price x 500,000 x group ratio x calls x multiple of its size and quality, rounded
#   a second: price x 500,000 x group ratio x milliseconds / 1000, rounded; at least 1 where both are not 0
#   tools, beside any of them: (USD for 1000 x searches / 1000 + USD for a picture x pictures) x 500,000 x group ratio, rounded with the rest
"""
COLUMNS = "model group endpoint calls prompt completion cached written image heard spoken multiple ms web file pictures units".split()
GROUPS = {
    "default": F(1), "vip": F("0.8"), "third": F("0.3333333333"), "tenth": F("0.1"), "free": F(0), "dear": F("12.5"), "inner": F("0.5"),
    "unknown": F(1),
}


class Ratios(NamedTuple):
    model: F
    completion: F = F(1)
    cache: F = F(1)
    creation: F = F("1.25")
    image: F = F(1)
    audio: F = F(20)
    audio_completion: F = F(2)


def ratios(*values: str | int, **more: str | int) -> Ratios:
    return Ratios(*(F(value) for value in values), **{name: F(value) for name, value in more.items()})


TOKENS = {
    "gpt-4o": ratios("1.25", 4, "0.5"),  # locked: the 9 that is configured does not count
    "gpt-4o-2024-05-13": ratios("2.5", 3, "0.5"),
    "gpt-4o-mini": ratios("0.075", 4, "0.5"),
    "gpt-4.1": ratios(1, 4, "0.2"),  # soft 2, configured 4; cache configured
    "gpt-4.1-nano": ratios("0.05", 2, "0.25"),
    "gpt-5": ratios("0.625", 8, "0.1"),
    "gpt-5-nano": ratios("0.025", 8, "0.1"),
    "gpt-4-turbo": ratios(5, 3),
    "gpt-4-1106": ratios(5, 3),
    "gpt-3.5-turbo": ratios("0.25", 2),
    "gpt-4.5-preview": ratios("37.5", 2),
    "gpt-4-all": ratios(15, 2),
    "gpt-4o-gizmo-g1": ratios("2.5", 3, "0.5"),
    "gpt-4-gizmo-g2": ratios(15, 2),  # by the pattern of its name
    "gpt-image-1": ratios("2.5", 8, image=2),
    "o1": ratios("7.5", 4, "0.5"),
    "o3": ratios(1, 4, "0.5"),
    "o3-mini": ratios("0.55", 4, "0.5"),
    "o4-mini": ratios("0.55", 4, "0.5"),
    "chatgpt-4o-latest": ratios("2.5", 3),
    "claude-3-haiku": ratios("0.125", 5, "0.1"),
    "claude-3-5-haiku": ratios("0.5", 5, "0.1"),
    "claude-sonnet-4": ratios("1.5", 5, "0.1"),  # locked: not the 1 that is configured
    "claude-opus-4": ratios("7.5", 5, "0.1", 2),
    "claude-2.1": ratios(4, 3, "0.1"),
    "claude-instant-1.2": ratios("0.4", 3, "0.1"),
    "mistral-small": ratios("0.1", 3),
    "gemini-1.5-pro": ratios("0.625", 4),
    "gemini-2.0-flash": ratios("0.05", 4),
    "gemini-2.5-pro": ratios("0.625", 8),
    "gemini-2.5-flash": ratios("0.15", "8.333333333333334"),
    "gemini-2.5-flash-lite": ratios("0.05", 4),
    "gemini-2.5-flash-preview-0417": ratios("0.075", "23.333333333333336"),
    "gemini-2.5-flash-preview-0417-nothinking": ratios("0.075", 4),
    "gemini-3": ratios(1, 4),
    "command-r": ratios("0.25", 3),
    "command-r-plus": ratios("1.5", 5),
    "command-r-08-2024": ratios("0.075", 4),
    "command-light": ratios("0.5", 4),
    "deepseek-chat": ratios("0.135", 1, "0.25"),
    "deepseek-reasoner": ratios("0.275", 1, "0.25"),
    "text-embedding-3-small": ratios("0.01"),
    "text-embedding-ada-002": ratios("0.05"),
    "whisper-1": ratios(15),
    "tts-1": ratios("7.5"),
    "gpt-4o-audio-preview": ratios("1.25", 4, "0.5", audio=16),
    "gpt-4o-mini-audio-preview": ratios("0.075", 4, "0.5", audio="66.67"),
    "gpt-4o-realtime-preview": ratios("2.5", 4, "0.5", audio=8),
    "gpt-4o-mini-realtime-preview": ratios("0.3", 4, "0.5", audio="16.67"),
    "voice": ratios(2, 3, audio=5, audio_completion="1.5"),
    "openai/gpt-4o": ratios("1.25", 6),  # a name with a slash: what is configured comes first
    "openai/gpt-4o-mini": ratios("0.075"),
    "house-model": ratios("0.1", "2.5"),  # its own name before the pattern
    "house-other": ratios(3),
    "tiny": ratios("0.000001"),
    "exact": ratios("0.1", "0.3", "0.7", "0.1", "0.9"),
    "none": ratios(0),
    "o3-deep": ratios(1, 4, "0.5"), "gpt-5-search": ratios("0.625", 8, "0.1"), "claude-opus-4-1": ratios("7.5", 5, "0.1"),
    "house-searcher": ratios(3),
    "gemini-2.0-flash-lite": ratios("0.0375", 4), "gemini-2.5-flash-native-audio": ratios("0.25", "8.333333333333334"),
    "gemini-heard": ratios(1, 4, audio=7),
}
# USD for a million tokens of sound in. A Gemini without one, and without a ratio for sound, hears as it reads.
HEARD = {
    "gemini-2.0-flash": F("0.7"), "gemini-2.0-flash-lite": F("0.7"), "gemini-2.5-flash": F(1), "gemini-2.5-flash-lite": F("0.5"),
    "gemini-2.5-flash-preview-0417": F(1), "gemini-2.5-flash-preview-0417-nothinking": F(1), "gemini-2.5-flash-native-audio": F(3),
}
BY_RATIO = {"gemini-heard"}
SECONDS = {"whisper-s": F("0.0001"), "tts-s": F("0.00025"), "cheap-s": F("0.0000001"), "free-s": F(0)}
CHEAP_SEARCH = {"o3", "o3-mini", "o3-deep", "o4-mini", "gpt-5", "gpt-5-nano", "gpt-5-search"}
PICTURES = {
    "low": F("0.011"), "low-wide": F("0.016"), "medium": F("0.042"), "medium-wide": F("0.063"), "high": F("0.167"), "high-wide": F("0.25"),
}
CALLS = {
    "dall-e-3": F("0.04"), "mj_imagine": F("0.1"), "suno_lyrics": F("0.01"), "third-of-a-unit": F("0.00000066666666"),
    "half-unit": F("0.000001"), "gpt-4": F(0), "gpt-4-gizmo-g-picture": F("0.1"), "flat-rate": F("0.0025"),
}
FREE = ["nobody-knows", "GPT-4o", "gpt-4o ", "hous"]


class Request(NamedTuple):
    model: str
    group: str = "default"
    endpoint: str = "chat/completions"
    calls: int = 1
    prompt: int = 0
    completion: int = 0
    cached: int = 0
    written: int = 0
    image: int = 0
    heard: int = 0
    spoken: int = 0
    multiple: str = "1"
    ms: int = 0
    web: int = 0
    file: int = 0
    pictures: str = ""


def tools(asked: Request) -> F:
    """In units, before the group's ratio."""
    search = F(10) if asked.model in CHEAP_SEARCH or "claude" in asked.model else F(25)
    if asked.model == "house-searcher":
        search = F(4)
    made = sum((PICTURES[kind] for kind in asked.pictures.split()), F(0))
    return (search * asked.web / 1000 + F("2.5") * asked.file / 1000 + made) * 500_000


def half_up(number: F) -> int:
    return (2 * number.numerator + number.denominator) // (2 * number.denominator)


def units(asked: Request) -> int:
    group = GROUPS[asked.group]
    extra = tools(asked) * group
    if asked.model in CALLS:
        return half_up(CALLS[asked.model] * 500_000 * group * asked.calls * F(asked.multiple) + extra)
    if asked.model in SECONDS:
        price = SECONDS[asked.model] * 500_000 * group
        result = half_up(price * asked.ms / 1000 + extra)
        return 1 if price and asked.ms and result <= 0 else result
    if asked.model not in TOKENS or asked.prompt + asked.completion == 0:
        return 0
    price = TOKENS[asked.model]
    ratio = price.model * group
    is_gemini = asked.model.startswith("gemini-") and asked.model not in BY_RATIO
    if (asked.endpoint == "realtime" or asked.heard or asked.spoken) and not is_gemini:
        text = asked.prompt - asked.heard + (asked.completion - asked.spoken) * price.completion
        counted = text + asked.heard * price.audio + asked.spoken * price.audio * price.audio_completion
    else:
        apart = asked.heard if asked.model in HEARD else 0
        extra += HEARD.get(asked.model, F(0)) * apart / 1_000_000 * 500_000 * group
        plain = asked.prompt - asked.cached - asked.written - asked.image - apart
        read = plain + asked.cached * price.cache + asked.written * price.creation + asked.image * price.image
        counted = read + asked.completion * price.completion
    result = half_up(counted * ratio + extra)
    return 1 if ratio and result <= 0 else result


def claude(model: str, read: int, written: int, cached: int, said: int, group: str = "default") -> Request:
    """With Anthropic's own counters: `input_tokens` beside `cache_creation_input_tokens` and `cache_read_input_tokens`."""
    return Request(model, group, "messages", 1, read + written + cached, said, cached, written)


def requests() -> list[Request]:
    rows = [Request(model, prompt=1000, completion=500) for model in [*TOKENS, *CALLS, *SECONDS, *FREE]]
    rows += [Request(model, "vip", prompt=1234, completion=567, cached=890) for model in TOKENS]
    rows += [Request("gpt-4o", group, prompt=999, completion=77, cached=128) for group in GROUPS]
    rows += [Request("dall-e-3", group, "images/generations", 3, prompt=20) for group in GROUPS]
    rows += [Request("gpt-4o-mini", "third", prompt=prompt, completion=prompt // 3) for prompt in (1, 2, 3, 7, 11, 100, 1_000_003)]
    # No tokens, one token, a half
    rows += [Request(model) for model in ("gpt-4o", "none", "tiny", "dall-e-3", "half-unit")]
    rows += [Request(model, prompt=1) for model in ("gpt-4o", "none", "tiny", "exact", "gpt-4.1")]
    rows += [Request(model, completion=1) for model in ("gpt-4o", "none", "tiny", "exact", "gpt-4.1")]
    rows += [Request("exact", prompt=prompt) for prompt in (4, 5, 6, 14, 15, 16, 24, 25, 26)]
    rows += [Request("tiny", prompt=prompt) for prompt in (499_999, 500_000, 1_499_999, 1_500_000)]
    rows += [Request("gpt-4o", "free", prompt=5), Request("tiny", "tenth", prompt=1), Request("exact", "dear", prompt=10, completion=10)]
    rows += [Request("half-unit", calls=calls) for calls in (1, 2, 3)]
    rows += [Request("third-of-a-unit", group, calls=calls) for group, calls in (("default", 1), ("default", 3), ("tenth", 1), ("dear", 1))]
    # Caches, pictures
    rows += [Request("exact", prompt=1000, completion=10, cached=cached, written=100, image=50) for cached in (0, 1, 333, 850)]
    rows += [Request("gpt-image-1", "default", "images/edits", 1, 1000, 4160, image=image) for image in (0, 1, 600, 1000)]
    rows += [Request("gpt-5", prompt=100_000, completion=1, cached=cached) for cached in (1, 99_999, 100_000)]
    # Claude's own counters
    for model in ("claude-3-haiku", "claude-sonnet-4", "claude-opus-4"):
        rows += [claude(model, 21, 0, 0, 305), claude(model, 21, 188_086, 0, 393), claude(model, 21, 0, 188_086, 393)]
        rows += [claude(model, 0, 0, 7, 0, "vip"), claude(model, 50, 1000, 2000, 40, "tenth")]
    # Sound
    for model in ("gpt-4o-audio-preview", "gpt-4o-mini-audio-preview", "voice", "gpt-4o"):
        rows += [Request(model, prompt=300, completion=90, heard=250, spoken=70), Request(model, "vip", prompt=300, completion=90, cached=40, heard=1)]
    for model in ("gpt-4o-realtime-preview", "gpt-4o-mini-realtime-preview", "voice"):
        rows += [Request(model, "default", "realtime", 1, 300, 90, heard=250, spoken=70), Request(model, "dear", "realtime", 1, 300, 90, cached=200)]
        rows += [Request(model, "default", "realtime"), Request(model, "tenth", "realtime", 1, 1, 0, heard=1)]
    # A Gemini's sound: at a price, as text, by ratios
    for model in (*HEARD, "gemini-2.5-pro", "gemini-3", "gemini-heard"):
        rows += [Request(model, "vip", "generateContent", 1, 1000, 100, heard=heard) for heard in (1, 900, 1000)]
        rows += [Request(model, "dear", "chat/completions", 1, 500, 10, cached=100, heard=333)]
    # Searches, pictures of tools
    for model in ("gpt-4.1", "gpt-5-search", "o3-deep", "o4-mini", "claude-opus-4-1", "house-searcher", "none", "dall-e-3", "whisper-s"):
        rows += [Request(model, group, "responses", 1, 100, 20, web=web, file=file) for group, web, file in (
            ("default", 1, 0), ("default", 0, 1), ("vip", 3, 2), ("third", 1, 7), ("free", 1, 1))]
    rows += [Request("gpt-4.1", group, "responses", 1, 100, 20, pictures=kinds) for group in ("default", "vip") for kinds in (
        *PICTURES, "low low", "low high-wide", "medium medium-wide high high")]
    rows += [Request("gpt-4.1", web=1), Request("nobody-knows", prompt=5, web=5, file=5, pictures="high"), Request("tiny", prompt=1, file=1)]
    # Sizes and qualities
    rows += [Request("dall-e-3", group, "images/generations", calls, multiple=multiple) for group, calls in (("default", 1), ("vip", 2)) for multiple in (
        "0.4", "0.45", "2", "3")]
    # Seconds
    for model in SECONDS:
        rows += [Request(model, group, "audio/transcriptions", ms=ms) for group in ("default", "vip", "free") for ms in (0, 1, 999, 8470, 3_600_000)]
        rows += [Request(model, "dear", "realtime", 1, 300, 90, heard=250, spoken=70, ms=61_500)]
    # Large
    rows += [Request("gpt-4.5-preview", "dear", prompt=200_000_000, completion=100_000_000), Request("tts-1", "third", "audio/speech", prompt=10**9 + 1)]
    return rows


def main() -> None:
    rows = list(dict.fromkeys(requests()))
    print(HEAD + "\t".join(COLUMNS))
    for row in rows:
        print("\t".join(str(value) for value in (*row, units(row))))


main()
