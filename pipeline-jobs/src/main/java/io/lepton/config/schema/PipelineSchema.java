package io.lepton.config.schema;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.lepton.error.LeptonException;
import io.lepton.error.Suggestion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The pipeline file's JSON Schema (draft 7), as a text for editors and as a tree of options for people. */
public final class PipelineSchema {
    private static final String RESOURCE = "/io/lepton/config/pipeline.schema.json";

    private final String text;
    private final Map<String, Object> schema;
    private final Option root;

    private PipelineSchema(String text) {
        this.text = text;
        this.schema = map(parsed(text));
        this.root = option(List.of(), schema, false);
    }

    public static PipelineSchema published() {
        return new PipelineSchema(publishedText());
    }

    /** The schema as it is published. */
    public static String publishedText() {
        try (InputStream in = PipelineSchema.class.getResourceAsStream(RESOURCE)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + RESOURCE, e);
        }
    }

    public String text() {
        return text;
    }

    /** The whole file as a section. */
    public Option root() {
        return root;
    }

    /**
     * The option that a person means: its full name ({@code train.models.xgboost}), or some of the names on the way to it ({@code
     * train.xgboost}) where that leaves one, or one that is less deep than the others.
     *
     * @throws LeptonException configuration, if there is no such option or there are several
     */
    public Option find(String name) {
        List<String> names = Arrays.asList(name.replaceAll("\\[\\d*]", "").split("\\.", -1));
        List<Option> found = matches(names);
        if (found.size() > 1) {
            throw LeptonException.configuration("Cannot explain '" + name + "': it may be "
                    + found.stream().map(Option::fullName).collect(Collectors.joining(", ")) + ". Name one of them.");
        }
        return found.stream().findFirst().orElseThrow(() -> unknown(name, names));
    }

    private List<Option> matches(List<String> names) {
        List<Option> exact = root.all().filter(option -> option.isAt(names)).toList();
        if (!exact.isEmpty()) {
            return exact;
        }
        List<Option> below = root.all().filter(option -> option.isBelow(names)).toList();
        int least =
                below.stream().mapToInt(option -> option.path().size()).min().orElse(0);
        return below.stream().filter(option -> option.path().size() == least).toList();
    }

    private LeptonException unknown(String name, List<String> names) {
        List<String> known = root.all().map(Option::name).distinct().toList();
        List<String> mended = names.stream()
                .map(word -> known.contains(word)
                        ? word
                        : Suggestion.nearest(word, known).orElse(word))
                .toList();
        String meant = matches(mended).stream()
                .map(option -> "'" + option.fullName() + "'")
                .collect(Collectors.joining(" or "));
        return LeptonException.configuration("Cannot explain '" + name + "': the pipeline file has no such option."
                + (meant.isEmpty() ? "" : " Did you mean " + meant + "?")
                + " All sections: lepton explain-config");
    }

    /** Maps, lists and scalars, token by token: an object mapper alone would take longer to start than a command may. */
    private static Object parsed(String json) {
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            parser.nextToken();
            return value(parser);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + RESOURCE, e);
        }
    }

    private static Object value(JsonParser parser) throws IOException {
        switch (parser.currentToken()) {
            case START_OBJECT -> {
                Map<String, Object> map = new LinkedHashMap<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String name = parser.getCurrentName();
                    parser.nextToken();
                    map.put(name, value(parser));
                }
                return map;
            }
            case START_ARRAY -> {
                List<Object> list = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    list.add(value(parser));
                }
                return list;
            }
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
                return parser.getNumberValue();
            }
            case VALUE_TRUE, VALUE_FALSE -> {
                return parser.getBooleanValue();
            }
            default -> {
                return parser.getText();
            }
        }
    }

    private Option option(List<String> path, Map<String, Object> declared, boolean required) {
        List<Map<String, Object>> alternatives = alternatives(declared);
        List<Option> options = new ArrayList<>();
        alternatives.forEach(alternative -> options.addAll(within(path, alternative)));
        Map<String, Object> merged = resolved(declared);
        return new Option(
                path,
                TypeWords.of(alternatives),
                required,
                Optional.ofNullable(merged.get("default")),
                String.valueOf(merged.get("description")),
                options,
                list(merged.get("examples")));
    }

    private List<Option> within(List<String> path, Map<String, Object> schema) {
        if (schema.get("items") instanceof Map<?, ?> items) {
            return within(path, resolved(map(items)));
        }
        List<Option> options = new ArrayList<>();
        List<Object> required = list(schema.get("required"));
        map(schema.getOrDefault("properties", Map.of())).forEach((name, inner) -> {
            if (inner instanceof Map<?, ?> option && describes(map(option))) {
                options.add(option(with(path, name), map(option), required.contains(name)));
            }
        });
        if (schema.get("additionalProperties") instanceof Map<?, ?> chosen) {
            Map<String, Object> each = map(chosen);
            options.add(option(with(path, String.valueOf(each.get("title"))), each, false));
        }
        return options;
    }

    private static boolean describes(Map<String, Object> schema) {
        return schema.containsKey("description");
    }

    /** What a value may be, other than a variable or nothing. */
    private List<Map<String, Object>> alternatives(Map<String, Object> declared) {
        Map<String, Object> schema = resolved(declared);
        boolean branches = !schema.containsKey("type") && schema.get("anyOf") instanceof List<?>;
        if (!branches) {
            return List.of(schema);
        }
        return list(schema.get("anyOf")).stream()
                .map(PipelineSchema::map)
                .filter(branch -> !"#/definitions/variable".equals(branch.get("$ref")))
                .filter(branch -> !"null".equals(branch.get("type")))
                .map(this::resolved)
                .toList();
    }

    /** With what a reference stands for; what stands beside the reference wins. */
    private Map<String, Object> resolved(Map<String, Object> declared) {
        if (!(declared.get("$ref") instanceof String reference)) {
            return declared;
        }
        String name = reference.substring(reference.lastIndexOf('/') + 1);
        Map<String, Object> merged =
                new LinkedHashMap<>(map(map(schema.get("definitions")).get(name)));
        declared.forEach(merged::put);
        merged.remove("$ref");
        return merged;
    }

    private static List<String> with(List<String> path, String name) {
        List<String> longer = new ArrayList<>(path);
        longer.add(name);
        return longer;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }

    @SuppressWarnings("unchecked")
    private static List<Object> list(Object value) {
        return value == null ? List.of() : (List<Object>) value;
    }
}
