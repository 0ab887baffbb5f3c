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
#   a call: price x 500,000 x group ratio x calls, rounded
"""
COLUMNS = "model group endpoint calls prompt completion cached written image heard spoken units".split()
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


def half_up(number: F) -> int:
    return (2 * number.numerator + number.denominator) // (2 * number.denominator)


def units(asked: Request) -> int:
    group = GROUPS[asked.group]
    if asked.model in CALLS:
        return half_up(CALLS[asked.model] * 500_000 * group * asked.calls)
    if asked.model not in TOKENS or asked.prompt + asked.completion == 0:
        return 0
    price = TOKENS[asked.model]
    ratio = price.model * group
    if asked.endpoint == "realtime" or asked.heard or asked.spoken:
        text = asked.prompt - asked.heard + (asked.completion - asked.spoken) * price.completion
        counted = text + asked.heard * price.audio + asked.spoken * price.audio * price.audio_completion
    else:
        plain = asked.prompt - asked.cached - asked.written - asked.image
        read = plain + asked.cached * price.cache + asked.written * price.creation + asked.image * price.image
        counted = read + asked.completion * price.completion
    result = half_up(counted * ratio)
    return 1 if ratio and result <= 0 else result


def claude(model: str, read: int, written: int, cached: int, said: int, group: str = "default") -> Request:
    """With Anthropic's own counters: `input_tokens` beside `cache_creation_input_tokens` and `cache_read_input_tokens`."""
    return Request(model, group, "messages", 1, read + written + cached, said, cached, written)


def requests() -> list[Request]:
    rows = [Request(model, prompt=1000, completion=500) for model in [*TOKENS, *CALLS, *FREE]]
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
    # Large
    rows += [Request("gpt-4.5-preview", "dear", prompt=200_000_000, completion=100_000_000), Request("tts-1", "third", "audio/speech", prompt=10**9 + 1)]
    return rows


def main() -> None:
    rows = list(dict.fromkeys(requests()))
    print(HEAD + "\t".join(COLUMNS))
    for row in rows:
        print("\t".join(str(value) for value in (*row, units(row))))


main()
