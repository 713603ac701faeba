"""The patterns that every service needs, the ways they are done, and how each way shows."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mark:
    """What shows that a file does something one way; of several conditions, what all meet.

    Attributes:
        variant: The way's name.
        imports: Regular expression over whole import paths.
        types: The same over names of types.
        fields: The same over names of fields of structs.
        functions: The same over names of functions and methods, tests of any kind left out.
        calls: `package.Name` as called; with `functions`, within one of those.
        shaped: Whether each shape of the functions is a way of its own.
    """

    variant: str = ""
    imports: str = ""
    types: str = ""
    fields: str = ""
    functions: str = ""
    calls: tuple[str, ...] = ()
    shaped: bool = False


_SAYING = re.compile(
    "(?:backoff|breaker|config|event|health|init|logger|qdrant|retries|retry|settings|shutdown"
    "|start|stop|valid).*"
)
"""What stands, in lower case, in whatever meets a condition of a mark, imports left out."""


def saying(names: Iterable[str]) -> Iterator[int]:
    """The places of names that may meet a condition: most say nothing of what marks ask for."""
    text = "\n".join(names).lower()
    place = before = 0
    for found in _SAYING.finditer(text):
        place += text.count("\n", before, found.start())
        before = found.end()
        yield place


_PRINTS = ("fmt.Print", "fmt.Printf", "fmt.Println")
_REQUESTS = ("http.NewRequest", "http.NewRequestWithContext", "http.Get", "http.Post")
_LOADS = (
    r"(?i:(load|read|parse|init)\w*(config|settings)\w*|(config|settings)\w*(load|read|parse)\w*)"
)

MARKS: dict[str, tuple[Mark, ...]] = {
    "logging": (
        Mark("zap", imports=r"go\.uber\.org/zap(/.*)?"),
        Mark("logrus", imports=r"github\.com/[Ss]irupsen/logrus(/.*)?"),
        Mark("zerolog", imports=r"github\.com/rs/zerolog(/.*)?"),
        Mark("slog", imports="log/slog"),
        Mark("log", imports="log"),
        Mark("fmt.Print", calls=_PRINTS),
        Mark("a Logger of its own", types=r"\w*Logger"),
    ),
    "configuration": (
        Mark("viper", imports=r"github\.com/spf13/viper(/.*)?"),
        Mark("environment", calls=("os.Getenv", "os.LookupEnv")),
        Mark("flags", imports=r"flag|github\.com/spf13/pflag"),
        Mark("YAML by hand", functions=_LOADS, calls=("yaml.Unmarshal", "yaml.NewDecoder")),
        Mark("JSON by hand", functions=_LOADS, calls=("json.Unmarshal", "json.NewDecoder")),
        Mark("a LoadConfig of its own", functions=r"(?i:load\w*config\w*)"),
        Mark("a Config type of its own", types=r"\w*(Config|Configuration|Settings)"),
        Mark("a ConfigManager of its own", types=r"Config(uration)?(Manager|Loader)\w*"),
    ),
    "retry": (
        Mark(
            "a library",
            imports=r"github\.com/(cenkalti/backoff|avast/retry-go|sethvargo/go-retry"
            r"|hashicorp/go-retryablehttp|eapache/go-resiliency)(/.*)?",
        ),
        Mark("a function of its own", functions=r"(?i:\w*(retry|backoff)\w*)"),
        Mark("a policy type of its own", types=r"(?i:\w*(retry|backoff)\w*)"),
        Mark("a field of a struct", fields=r"(?i:\w*(retry|retries|backoff)\w*)"),
    ),
    "validation": (
        Mark("a library", imports=r"github\.com/(go-playground/validator|go-ozzo/.*)(/.*)?"),
        Mark("a Validator type of its own", types=r"\w*Validator"),
        Mark("a method Validate", functions="Validate"),
        Mark("functions Validate…", functions=r"[Vv]alidate\w+"),
    ),
    "lifecycle": (Mark(functions="Initialize|Start|Stop|Shutdown", shaped=True),),
    "health check": (
        Mark(functions="HealthCheck|CheckHealth|IsHealthy|GetHealth|GetHealthStatus", shaped=True),
    ),
    "circuit breaker": (
        Mark("a library", imports=r"github\.com/(sony/gobreaker|afex/hystrix-go)(/.*)?"),
        Mark("a type of its own", types=r"\w*CircuitBreaker"),
    ),
    "event bus": (
        Mark(
            "a library",
            imports=r"github\.com/(nats-io/.*|segmentio/kafka-go|IBM/sarama|Shopify/sarama"
            r"|ThreeDotsLabs/watermill|asaskevich/EventBus|rabbitmq/amqp091-go)(/.*)?",
        ),
        Mark("a type of its own", types=r"\w*(EventBus|EventDispatcher|EventEmitter)"),
    ),
    "Qdrant client": (
        Mark("Qdrant's own", imports=r"github\.com/qdrant/go-client(/.*)?"),
        Mark("a type of its own", types=r"(?i:\w*qdrant(\w*(client|manager|store))?)"),
        Mark("its address in a field", fields=r"(?i:\w*qdrant_?(url|host|addr\w*|endpoint))"),
        Mark("HTTP by hand", functions=r"(?i:\w*qdrant\w*)", calls=_REQUESTS),
    ),
}
"""Pattern to its ways; what a file shows of several is counted in each."""
