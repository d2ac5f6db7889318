package io.lepton.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import io.lepton.config.schema.Option;
import io.lepton.config.schema.PipelineSchema;
import io.lepton.config.yaml.Problem;
import io.lepton.config.yaml.Reading;
import io.lepton.config.yaml.Section;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The published schema and the binder know the same keys, defaults and rules. */
class SchemaAgreementTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Every key, where keys do not exclude each other. */
    private static final String EVERYTHING =
            """
            {"pipeline": "demo", "lake": "lake", "seed": 1,
             "ingest": {"table": "people", "mode": "append", "key": ["id"], "subject": "id", "columns": {"age": "int"},
              "source": {"format": "csv", "path": "a.csv", "delimiter": ";", "header": true, "multi-line": false,
               "encoding": "UTF-8", "null-values": ["?", 0], "user": "me", "password": "it", "options": {"a": "b"}},
              "expectations": [{"name": "grown up", "check": "age > 17", "severity": "warn", "allowed-fraction": 0.1}]},
             "anonymize": {"columns": {"a": "drop",
               "b": {"method": "mask", "keep-first": 1, "keep-last": 1, "keep-format": true},
               "c": {"method": "pseudonymize", "key": "0123456789abcdef"}, "d": {"method": "generalize", "width": 5},
               "e": {"method": "generalize", "date-part": "year"}, "f": {"method": "generalize", "prefix": 2},
               "g": {"method": "generalize", "hierarchy": "h.csv", "level": 2}, "h": "redact",
               "i": {"method": "pseudonymize", "as": "format-preserving", "domain": "d",
                "keyset": {"file": "k.json", "kms-key": "gcp-kms://k"}},
               "j": {"method": "shift-dates", "person": "c", "days": 9, "key": "0123456789abcdef",
                "date-format": "dd/MM/yyyy"},
               "k": {"method": "shift-dates", "person": "c", "keyset": {"value": "{}"}},
               "l": {"method": "noise", "epsilon": 0.5, "lower": -1, "upper": 1},
               "m": {"method": "noise", "mechanism": "gaussian", "epsilon": 0.5, "delta": 0.00001, "lower": -1,
                "upper": 1, "keyset": "k.json"}},
              "k-anonymity": {"k": 5, "quasi-identifiers": ["zip"], "suppression-limit": 0.1,
               "hierarchies": {"zip": "zip.csv"}, "weights": {"zip": 2.5},
               "sensitive": {"illness": {"l": 3, "diversity": "recursive", "c": 2.5, "t": 0.2},
                "salary": {"t": 0.3, "distance": "hierarchical", "hierarchy": "salary.csv"}}}},
             "features": {"table": "people", "event-time": "day", "exclude": ["x"],
              "transforms": {"m": "hash", "n": {"method": "bucket", "bins": 3, "size": 4}}},
             "train": {"label": "income", "positive": ">50K", "task": "binary", "weight": "w",
              "split": {"method": "time", "test-fraction": 0.3, "column": "day"}, "metric": "auc", "folds": 4,
              "models": {"xgboost": {"rounds": 5, "depth": 3, "learning-rate": 0.5, "subsample": 0.5,
                "column-sample": 0.5, "min-child-weight": 2, "lambda": 2, "early-stopping": 5,
                "external-memory": "always", "categories": "native",
                "monotone": {"age": "increasing"}, "interactions": [["age", "w"], ["m"]]},
               "random-forest": {"trees": 5, "depth": 3, "min-instances": 2},
               "gradient-boosted-trees": {"rounds": 5, "depth": 3, "learning-rate": 0.5, "subsample": 0.5},
               "linear": {"iterations": 9, "regularization": 0.1, "elastic-net": 0.5},
               "decision-tree": {"depth": 3, "min-instances": 2},
               "neural-network": {"architecture": "residual", "hidden": [3, 2], "batch-normalization": true, "bins": 4,
                "embedding": 3, "categories": "embedded", "epochs": 2, "batch": 8, "optimizer": "adam", "learning-rate": 0.5, "schedule": "linear", "warm-up": 1,
                "dropout": 0.5, "weight-decay": 0.5, "class-weights": "balanced", "split-wider-than": 4096}},
              "ensemble": {"method": "voting"}, "calibration": "beta", "device": "cuda",
              "mitigate": {"method": "auto", "attribute": "sex", "constraint": "equal-opportunity", "bound": 0.1, "penalty": 3,
               "repair-level": 0.7, "tries": 4, "minutes": 2.5, "max-accuracy-loss": 0.02}},
             "register": {"model": "m", "alias": "a", "description": "d", "compress": {"max-auc-loss": 0.01}},
             "score": {"model": "m@a", "challenger": "m/2", "write": "merge", "select": {"top-fraction": 0.2}, "raw-score": true, "probabilities": false,
              "allow-protected-attributes": true,
              "input": {"rows": "all", "incremental": true, "source": {"format": "delta", "path": "p"}}},
             "audit": {"protected-attributes": ["sex", "age"], "bins": {"age": [20, 40.5]}, "minimum-count": 5,
              "intersections": 3, "minimum-outcomes": 6, "privacy-threshold": 5, "slices": "no", "consistency": {"neighbours": 7, "sample": 100}, "threshold": 0.4,
              "gates": [{"metric": "auc", "at-least": 0.5, "at-most": 0.9, "attribute": "sex", "judged-by": "interval", "against": "champion"}]},
             "encryption": {"keyset": {"file": "k.json", "kms-key": "gcp-kms://k"}, "tables": ["raw", "scores"],
              "columns": {"a": "k.json", "b": {"value": "{}"}}}}
            """;

    private static final String SHORT =
            """
            {"pipeline": "demo", "seed": "${SEED:-3}",
             "ingest": {"table": "people", "key": null,
              "source": {"format": "jdbc", "url": "jdbc:h2:mem:", "query": "select 1", "header": "no"}},
             "anonymize": {"keyset": {"file": "k.json"}, "k-anonymity": null,
              "columns": {"a": "mask", "b": "pseudonymize", "c": {"method": "pseudonymize", "as": "hmac"},
               "d": {"method": "shift-dates", "person": "a"}}}, "features": null,
             "train": {"label": "income", "models": {"linear": null, "xgboost": {"depth": "${DEPTH:-4}"}},
              "ensemble": "stacking", "mitigate": "reweighing"},
             "audit": {"gates": [{"metric": "auc", "at-most": 1}, {"metric": "f1", "at-least": 0}]},
             "encryption": {"keyset": "k.json", "tables": null}}
            """;

    /** What a schema cannot say: which encodings there are, what ascends, what a variable stands for. */
    private static final List<String> BEYOND_SCHEMAS = List.of(
            "there is no such encoding",
            "expected ascending numbers",
            "upper must be above",
            "stands for",
            "'${X:-1}' is none of");

    private final JsonSchema schema = schema();

    @Test
    void bothAcceptTheDocumentsToBeginWith() {
        for (String document : List.of(EVERYTHING, SHORT)) {
            JsonNode tree = tree(document);

            assertThat(schema.validate(tree)).isEmpty();
            assertThat(bind(tree)).isEmpty();
        }
    }

    /** All changes, one at a time: some thousands, of which a random draw would miss the rare ones. */
    @Test
    void bothAcceptOrBothRefuseAChangedDocument() {
        // What does not apply to a value puts another in its place, and many documents would come several times.
        Set<JsonNode> compared = new HashSet<>();
        List<String> disagreements = new ArrayList<>();
        for (String text : List.of(EVERYTHING, SHORT)) {
            List<JsonNode> containers = containers(tree(text));
            for (int at = 0; at < containers.size(); at++) {
                for (int child = 0; child < containers.get(at).size(); child++) {
                    for (Change change : Change.values()) {
                        for (JsonNode value : change == Change.REPLACE ? values() : values().subList(0, 1)) {
                            JsonNode document = changed(tree(text), at, child, change, value);
                            if (compared.add(document)) {
                                disagreement(document)
                                        .map(found -> change + " to " + value + ": " + found)
                                        .ifPresent(disagreements::add);
                            }
                        }
                    }
                }
            }
        }
        assertThat(disagreements).isEmpty();
        assertThat(compared).hasSizeGreaterThan(3000);
    }

    private Optional<String> disagreement(JsonNode document) {
        Set<?> bySchema = schema.validate(document);
        List<Problem> byBinder = bind(document);
        return byBinder.isEmpty() == bySchema.isEmpty()
                ? Optional.empty()
                : Optional.of("schema: " + bySchema + ", binder: " + byBinder);
    }

    private enum Change {
        DROP,
        RENAME,
        REPLACE,
        NEGATE,
        MULTIPLY,
        MISSPELL,
        EMPTY
    }

    private static List<JsonNode> values() {
        JsonNodeFactory node = JsonNodeFactory.instance;
        return List.of(
                node.textNode("zzz"),
                node.textNode(""),
                node.textNode("5"),
                node.textNode("true"),
                node.textNode("${X:-1}"),
                node.numberNode(0),
                node.numberNode(1),
                node.numberNode(-1),
                node.numberNode(2_000_000_000),
                node.numberNode(0.25),
                node.numberNode(2.5),
                node.booleanNode(true),
                node.nullNode(),
                node.arrayNode(),
                node.arrayNode().add("zzz"),
                node.arrayNode().add(7),
                node.arrayNode().addNull(),
                node.objectNode(),
                node.objectNode().put("zzz", 1));
    }

    private static JsonNode changed(JsonNode document, int at, int child, Change change, JsonNode value) {
        JsonNode container = containers(document).get(at);
        if (container.isEmpty()) {
            return document;
        }
        int position = child % container.size();
        if (container instanceof ArrayNode array) {
            JsonNode other = other(array.get(position), change, value);
            array.remove(position);
            if (change != Change.DROP) {
                array.insert(position, other);
            }
            return document;
        }
        ObjectNode object = (ObjectNode) container;
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        String name = names.get(position);
        JsonNode old = object.remove(name);
        if (change == Change.RENAME) {
            object.set(name + "s", old);
        } else if (change != Change.DROP) {
            object.set(name, other(old, change, value));
        }
        return document;
    }

    private static JsonNode other(JsonNode old, Change change, JsonNode value) {
        JsonNodeFactory node = JsonNodeFactory.instance;
        return switch (change) {
            case NEGATE -> old.isNumber() ? node.numberNode(-old.asDouble() - 0.5) : value;
            case MULTIPLY -> old.isInt() ? node.numberNode(old.asLong() * 1_000_000) : value;
            case MISSPELL -> old.isTextual() ? node.textNode(old.asText() + "x") : value;
            case EMPTY -> old.isArray() ? node.arrayNode() : old.isObject() ? node.objectNode() : node.textNode("");
            default -> value;
        };
    }

    /** The document's objects and arrays, itself first. */
    private static List<JsonNode> containers(JsonNode node) {
        List<JsonNode> containers = new ArrayList<>();
        if (node.isContainerNode()) {
            containers.add(node);
            node.forEach(inner -> containers.addAll(containers(inner)));
        }
        return containers;
    }

    @Test
    void bothKnowTheSameKeys() {
        Pattern known = Pattern.compile("expected one of (.*?)\\.( Did you mean.*)?");
        List<Option> sections = PipelineSchema.published()
                .root()
                .all()
                .filter(Option::isSection)
                .filter(section -> section.options().stream().noneMatch(Option::isChosen))
                .toList();

        assertThat(sections).hasSizeGreaterThan(20);
        for (Option section : sections) {
            String unknown = Stream.concat(section.path().stream(), Stream.of("zzz"))
                    .map(name -> name.equals("COLUMN") ? "column" : name)
                    .reduce((a, b) -> a + "." + b)
                    .orElseThrow();
            Problem problem = bind(nested(section)).stream()
                    .filter(each -> each.path().replaceAll("\\[\\d]", "").equals(unknown))
                    .findFirst()
                    .orElseThrow();
            Matcher keys = known.matcher(problem.text());

            assertThat(keys.find()).isTrue();
            assertThat(new TreeSet<>(List.of(keys.group(1).split(", "))))
                    .as(section.fullName())
                    .isEqualTo(new TreeSet<>(
                            section.options().stream().map(Option::name).toList()));
        }
    }

    /** A document whose only content is an unknown key of the section. */
    private static JsonNode nested(Option section) {
        JsonNode value = JsonNodeFactory.instance.objectNode().put("zzz", 1);
        if (section.type().equals("list")) {
            value = JsonNodeFactory.instance.arrayNode().add(value);
        }
        for (int i = section.path().size() - 1; i >= 0; i--) {
            String name = section.path().get(i);
            value = JsonNodeFactory.instance.objectNode().set(name.equals("COLUMN") ? "column" : name, value);
        }
        return value;
    }

    @Test
    void bothHaveTheSameDefaults() {
        Pipeline pipeline = new PipelineParser()
                .read(
                        """
                        pipeline: demo
                        ingest:
                          table: people
                          source: {path: people.csv}
                          expectations: [{check: age > 17}]
                        anonymize:
                          keyset: k.json
                          columns: {column: {method: pseudonymize, keyset: k.json}}
                          k-anonymity: {quasi-identifiers: [zip], sensitive: {illness: {l: 2}}}
                        features:
                          transforms: {column: {}}
                        train:
                          label: income
                          models:
                            xgboost:
                            random-forest:
                            gradient-boosted-trees:
                            linear:
                            decision-tree:
                            neural-network:
                          ensemble: {}
                          mitigate: {}
                        register:
                          compress: {}
                        score:
                          input: {source: {path: people.csv}}
                          select: {top: 5}
                        audit:
                          protected-attributes: [sex]
                          gates: [{metric: auc, at-least: 0.5}]
                        encryption:
                          keyset: k.json
                          columns: {a: k.json}
                        """,
                        "demo.yaml",
                        Map.of())
                .orThrow();
        // Given above, or taken from another option.
        Set<String> others = Set.of(
                "ingest.source.path",
                "score.input.source.path",
                "score.select.top",
                "ingest.expectations",
                "ingest.expectations.name",
                "anonymize.columns",
                "anonymize.k-anonymity.sensitive",
                "anonymize.k-anonymity.sensitive.COLUMN.l",
                "anonymize.keyset.file",
                "anonymize.columns.COLUMN.keyset.file",
                "encryption.keyset.file",
                "encryption.columns",
                "encryption.columns.COLUMN.file",
                "features.transforms",
                "features.table",
                "register.model",
                "audit.protected-attributes",
                "audit.gates",
                "audit.gates.at-least");
        List<Option> options = PipelineSchema.published()
                .root()
                .all()
                .filter(option -> !option.isSection() || option.otherwise().isPresent())
                .filter(option -> !option.required() && !option.isChosen() && !others.contains(option.fullName()))
                .toList();

        assertThat(options).hasSizeGreaterThan(70);
        for (Option option : options) {
            assertThat(bound(pipeline, option.path()))
                    .as(option.fullName())
                    .isEqualTo(option.otherwise().map(SchemaAgreementTest::comparable));
        }
    }

    /** The value that records hold at a path of the file, comparable to what YAML reads. */
    private static Optional<Object> bound(Object record, List<String> path) {
        Object value = record;
        for (String name : path) {
            value = value instanceof List<?> list ? list.get(0) : value;
            value = value instanceof Optional<?> optional ? optional.orElseThrow() : value;
            value = value instanceof Map<?, ?> map ? entry(map, name) : component(value, name);
        }
        return (value instanceof Optional<?> optional ? optional : Optional.of(value))
                .map(SchemaAgreementTest::comparable);
    }

    private static Object comparable(Object value) {
        if (value instanceof Enum<?> constant) {
            return Section.word(constant);
        }
        if (value instanceof List<?> list) {
            return list.stream().map(SchemaAgreementTest::comparable).toList();
        }
        return value instanceof Number number ? (Object) number.doubleValue() : value;
    }

    private static Object entry(Map<?, ?> map, String name) {
        return map.entrySet().stream()
                .filter(entry -> name.equals("COLUMN")
                        || name.equals(entry.getKey())
                        || entry.getKey() instanceof Train.ModelKind kind && name.equals(Section.word(kind)))
                .findFirst()
                .orElseThrow()
                .getValue();
    }

    private static Object component(Object value, String name) {
        RecordComponent component = Arrays.stream(value.getClass().getRecordComponents())
                .filter(each -> each.getName().equalsIgnoreCase(name.replace("-", "")))
                .findFirst()
                .orElseThrow(() -> new AssertionError(value.getClass() + " has no " + name));
        try {
            return component.getAccessor().invoke(value);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private static List<Problem> bind(JsonNode document) {
        Reading reading = Reading.of("demo.yaml", Map.of());
        new PipelineBinder().bind(reading.read(document.toString()), "", Optional.empty());
        return reading.problems().found().stream()
                .filter(problem -> BEYOND_SCHEMAS.stream().noneMatch(problem.text()::contains))
                .toList();
    }

    private static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private static JsonSchema schema() {
        // The validator takes an $id that is a URN for an address that it can follow.
        ObjectNode published = (ObjectNode) tree(PipelineSchema.publishedText());
        published.remove("$id");
        SchemaValidatorsConfig config = new SchemaValidatorsConfig();
        config.setTypeLoose(false);
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7).getSchema(published, config);
    }
}
