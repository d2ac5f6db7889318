package io.lepton.config;

import io.lepton.error.Suggestion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * A mapping of the file. Each getter checks one key's value and notes what is wrong with it; {@link #done()} then complains about the
 * keys that nobody asked for.
 */
final class Section {
    private final String path;
    private final int line;
    private final Map<String, Node> entries = new LinkedHashMap<>();
    private final Map<String, Integer> lines = new LinkedHashMap<>();
    private final Set<String> known = new LinkedHashSet<>();
    private final Problems problems;
    private final Variables variables;

    private Section(String path, Node node, Problems problems, Variables variables) {
        this.path = path;
        this.line = line(node);
        this.problems = problems;
        this.variables = variables;
        if (node instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                String key = ((ScalarNode) tuple.getKeyNode()).getValue();
                if (entries.containsKey(key)) {
                    problems.add(line(tuple.getKeyNode()), at(key), "this key stands here twice");
                }
                entries.put(key, tuple.getValueNode());
                lines.put(key, line(tuple.getKeyNode()));
            }
        } else if (!isNull(node)) {
            problems.add(line, path, "expected keys and values, found " + kind(node));
        }
    }

    static Section root(Node node, Problems problems, Variables variables) {
        return new Section("", node, problems, variables);
    }

    int line() {
        return line;
    }

    int lineOf(String key) {
        return lines.getOrDefault(key, line);
    }

    boolean has(String key) {
        known.add(key);
        return entries.containsKey(key) && !isNull(entries.get(key));
    }

    Set<String> keys() {
        return entries.keySet();
    }

    void problem(String key, String text) {
        problems.add(lineOf(key), at(key), text);
    }

    Optional<String> text(String key) {
        return scalar(key, "a text", Function.identity());
    }

    String text(String key, String otherwise) {
        return text(key).orElse(otherwise);
    }

    String required(String key) {
        if (!has(key)) {
            problems.add(line, at(key), "this key is required");
            return "";
        }
        return text(key).orElse("");
    }

    Optional<Secret> secret(String key) {
        return text(key).map(Secret::new);
    }

    boolean flag(String key, boolean otherwise) {
        return scalar(key, "true or false", text -> switch (text.toLowerCase(Locale.ROOT)) {
                    case "true", "yes" -> true;
                    case "false", "no" -> false;
                    default -> throw new IllegalArgumentException();
                })
                .orElse(otherwise);
    }

    int integer(String key, int otherwise, int least, int most) {
        Optional<Integer> value = integer(key, least, most);
        return value.orElse(otherwise);
    }

    Optional<Integer> integer(String key, int least, int most) {
        return scalar(key, "a whole number from " + least + " to " + most, text -> {
            int value = Integer.parseInt(text);
            require(value >= least && value <= most);
            return value;
        });
    }

    long longInteger(String key, long otherwise) {
        return scalar(key, "a whole number", Long::parseLong).orElse(otherwise);
    }

    double number(String key, double otherwise, double least, double most) {
        return number(key, least, most).orElse(otherwise);
    }

    Optional<Double> number(String key, double least, double most) {
        return scalar(key, "a number from " + least + " to " + most, text -> {
            double value = Double.parseDouble(text);
            require(value >= least && value <= most);
            return value;
        });
    }

    <E extends Enum<E>> E choice(String key, Class<E> type, E otherwise) {
        return choice(key, type).orElse(otherwise);
    }

    <E extends Enum<E>> Optional<E> choice(String key, Class<E> type) {
        Optional<String> text = text(key);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Optional<E> value = constant(type, text.get());
        if (value.isEmpty()) {
            List<String> names = words(type);
            problem(
                    key,
                    "'" + text.get() + "' is none of " + String.join(", ", names) + "."
                            + Suggestion.didYouMean(text.get(), names));
        }
        return value;
    }

    static <E extends Enum<E>> List<String> words(Class<E> type) {
        return Arrays.stream(type.getEnumConstants()).map(Section::word).toList();
    }

    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static <E extends Enum<E>> Optional<E> constant(Class<E> type, String word) {
        return Arrays.stream(type.getEnumConstants())
                .filter(candidate -> word(candidate).equals(word))
                .findFirst();
    }

    List<String> texts(String key) {
        return list(
                key,
                (node, at) -> node instanceof ScalarNode scalar
                        ? variables.fill(scalar.getValue(), line(node), at)
                        : complain(node, at, "a text", ""));
    }

    List<Integer> integers(String key, List<Integer> otherwise, int least, int most) {
        if (!has(key)) {
            return otherwise;
        }
        return list(key, (node, at) -> {
            try {
                int value = Integer.parseInt(((ScalarNode) node).getValue());
                require(value >= least && value <= most);
                return value;
            } catch (IllegalArgumentException | ClassCastException e) {
                return complain(node, at, "a whole number from " + least + " to " + most, least);
            }
        });
    }

    List<Double> numbers(String key) {
        return list(key, (node, at) -> {
            try {
                return Double.parseDouble(((ScalarNode) node).getValue());
            } catch (IllegalArgumentException | ClassCastException e) {
                return complain(node, at, "a number", 0.0);
            }
        });
    }

    /** An absent section is an empty one. */
    Section section(String key) {
        known.add(key);
        Node node = entries.get(key);
        if (node == null) {
            Section empty = new Section(
                    at(key),
                    new MappingNode(
                            org.yaml.snakeyaml.nodes.Tag.MAP,
                            List.of(),
                            org.yaml.snakeyaml.DumperOptions.FlowStyle.BLOCK),
                    problems,
                    variables);
            return empty;
        }
        return new Section(at(key), node, problems, variables);
    }

    /** A section that may be written as one word: {@code drop} for {@code {method: drop}}. */
    Section sectionOrWord(String key, String wordKey) {
        known.add(key);
        Node node = entries.get(key);
        if (node instanceof ScalarNode scalar && !isNull(node)) {
            MappingNode mapping = new MappingNode(
                    org.yaml.snakeyaml.nodes.Tag.MAP,
                    true,
                    List.of(new NodeTuple(
                            new ScalarNode(
                                    org.yaml.snakeyaml.nodes.Tag.STR,
                                    wordKey,
                                    scalar.getStartMark(),
                                    scalar.getEndMark(),
                                    org.yaml.snakeyaml.DumperOptions.ScalarStyle.PLAIN),
                            scalar)),
                    scalar.getStartMark(),
                    scalar.getEndMark(),
                    org.yaml.snakeyaml.DumperOptions.FlowStyle.BLOCK);
            return new Section(at(key), mapping, problems, variables);
        }
        return section(key);
    }

    List<Section> sections(String key) {
        return list(key, (node, at) -> new Section(at, node, problems, variables));
    }

    Map<String, String> textMap(String key) {
        Map<String, String> map = new LinkedHashMap<>();
        Section section = section(key);
        for (String name : section.keys()) {
            section.text(name).ifPresent(value -> map.put(name, value));
        }
        return map;
    }

    /** Complains about keys that no getter asked for. */
    void done() {
        for (String key : entries.keySet()) {
            if (!known.contains(key)) {
                problems.add(
                        lineOf(key),
                        at(key),
                        "unknown key; expected one of " + String.join(", ", known) + "."
                                + Suggestion.didYouMean(key, known));
            }
        }
    }

    private <T> Optional<T> scalar(String key, String expected, Function<String, T> read) {
        if (!has(key)) {
            return Optional.empty();
        }
        Node node = entries.get(key);
        if (!(node instanceof ScalarNode scalar)) {
            problem(key, "expected " + expected + ", found " + kind(node));
            return Optional.empty();
        }
        String text = variables.fill(scalar.getValue(), line(node), at(key));
        try {
            return Optional.of(read.apply(text));
        } catch (IllegalArgumentException e) {
            problem(key, "expected " + expected + ", found '" + text + "'");
            return Optional.empty();
        }
    }

    private <T> List<T> list(String key, BiFunction<Node, String, T> read) {
        if (!has(key)) {
            return List.of();
        }
        Node node = entries.get(key);
        if (!(node instanceof SequenceNode sequence)) {
            problem(key, "expected a list ([a, b]), found " + kind(node));
            return List.of();
        }
        List<T> values = new ArrayList<>();
        for (Node item : sequence.getValue()) {
            values.add(read.apply(item, at(key) + "[" + values.size() + "]"));
        }
        return values;
    }

    private <T> T complain(Node node, String at, String expected, T instead) {
        problems.add(line(node), at, "expected " + expected + ", found " + kind(node));
        return instead;
    }

    private static void require(boolean holds) {
        if (!holds) {
            throw new IllegalArgumentException();
        }
    }

    private String at(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private static int line(Node node) {
        return node.getStartMark() == null ? 1 : node.getStartMark().getLine() + 1;
    }

    private static boolean isNull(Node node) {
        return node.getTag().equals(org.yaml.snakeyaml.nodes.Tag.NULL);
    }

    private static String kind(Node node) {
        if (node instanceof ScalarNode scalar) {
            return "'" + scalar.getValue() + "'";
        }
        return node instanceof SequenceNode ? "a list" : "keys and values";
    }
}
