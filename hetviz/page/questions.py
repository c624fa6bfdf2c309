"""What may be asked: every argument of the API, and of the page's questions, with its type and rule, checked by pydantic."""

from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, Strict, ValidationError

from hetviz.detectors import weights
from hetviz.detectors.variants import VARIANTS
from hetviz.explaining.explain import DEFAULT_METHOD
from hetviz.explaining.targets import LAYERS as TRACED
from hetviz.explaining.targets import TARGETS
from hetviz.explaining.tracing import METHODS as TRACING
from hetviz.serving.predict import MINIMUM_CONFIDENCE

TRAINED = weights.trained()
METHODS, LAYERS, SCORES = tuple(TRACING), ("", *TRACED), tuple(TARGETS)
LONGEST_SHOWN = 80  # characters of a wrong value


def _known(variant: str) -> str:
    if variant not in VARIANTS:
        raise ValueError("unknown")
    return variant


def _one_of(values: tuple[str, ...]) -> str:
    return "one of " + ", ".join(value or '""' for value in values)


# A variant that is known but not trained passes: loading it says why it cannot be asked.
Variant = Annotated[str, AfterValidator(_known)]
Coordinate = Annotated[float, Strict(), Field(allow_inf_nan=False)]
Point = Annotated[tuple[Annotated[str, Strict()], Coordinate, Coordinate], Strict(False)]


class Question(BaseModel):
    """Arguments of an endpoint; a field's description is its rule."""

    model_config = ConfigDict(strict=True, extra="forbid")

    @classmethod
    def of(cls, **asked: Any) -> Self:
        """Return the checked question.

        Raises:
            ValueError: `name=value must be rule`, for the first argument that breaks its own.
        """
        try:
            return cls.model_validate(asked)
        except ValidationError as error:
            name = str(error.errors(include_url=False, include_context=False, include_input=False)[0]["loc"][0])
            value = repr(asked.get(name))
            shown = value if len(value) <= LONGEST_SHOWN else value[:LONGEST_SHOWN] + "…"
            field = next((field for key, field in cls.model_fields.items() if name in (key, field.alias)), None)
            raise ValueError(f"{name}={shown} must be {field.description if field else 'left out'}") from None


class PageQuestion(Question):
    """What the page's own scripts ask, in one mapping."""

    model_config = ConfigDict(extra="ignore")

    @classmethod
    def sent(cls, asked: Any) -> Self:
        """Return the checked question of a page, which sends a mapping.

        Raises:
            ValueError: it is none, or as `of` does.
        """
        if not isinstance(asked, dict) or not all(isinstance(name, str) for name in asked):
            raise ValueError("a question must be a mapping of names to values")
        return cls.of(**asked)


class Detection(Question):
    """Arguments of /detect besides the picture."""

    variant: Variant = Field(description=_one_of(TRAINED), examples=["v5n-csphet-p4"])
    confidence: float = Field(
        0.25,
        ge=MINIMUM_CONFIDENCE,
        le=1,
        allow_inf_nan=False,
        description=f"a number between {MINIMUM_CONFIDENCE} and 1",
    )
    iou: float = Field(0.45, ge=0, le=1, allow_inf_nan=False, description="a number between 0 and 1")


class Explanation(Question):
    """Arguments of /explain besides the picture."""

    variant: Variant = Field(description=_one_of(TRAINED), examples=["v5n-csphet-p4"])
    box_index: int = Field(0, ge=0, description="a whole number, 0 or more")
    class_and_point: Point | None = Field(
        None, description='null, or a class and a place in pixels: ["person", x, y]', examples=[["person", 250, 300]]
    )
    method: Literal[METHODS] = Field(DEFAULT_METHOD, description=_one_of(METHODS))
    layer: Literal[LAYERS] = Field("", description=_one_of(LAYERS), examples=["stage4"])
    score: Literal[SCORES] = Field("confidence", description=_one_of(SCORES))
    other: Literal[""] | Variant = Field("", description='"" or ' + _one_of(TRAINED), examples=["v5n-c3"])
    areas: bool = Field(False, description="true or false")
    with_map: bool = Field(False, description="true or false")
    with_picture: bool = Field(False, description="true or false")


class Counting(Question):
    """Arguments of /costs."""

    classes: int = Field(20, description="a whole number")
    size: int = Field(640, description="a whole number")
