package io.lepton.config.yaml;

import io.lepton.error.Suggestion;
import java.math.BigDecimal;
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
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A mapping of the file. Each getter checks one key's value and notes what is wrong with it; {@link #done()} then complains about the
 * keys that nobody asked for. A section or list without a value is an empty one.
 */
public final class Section {
    private final String path;
    private final int line;
    private final boolean usable;
    private final Map<String, Node> entries = new LinkedHashMap<>();
    private final Set<String> known = new LinkedHashSet<>();
    private final Reading reading;

    Section(String path, Node node, Reading reading) {
        this.path = path;
        this.line = line(node);
        this.usable = node instanceof MappingNode || isNull(node);
        this.reading = reading;
        if (node instanceof MappingNode mapping) {
            mapping.getValue().forEach(this::enter);
        } else if (!usable) {
            reading.problems().add(line, path, "expected keys and values, found " + kind(node));
        }
    }

    private void enter(NodeTuple tuple) {
        int at = line(tuple.getKeyNode());
        if (!(tuple.getKeyNode() instanceof ScalarNode word)) {
            reading.problems().add(at, path, "expected a word as key, found " + kind(tuple.getKeyNode()));
            return;
        }
        String key = word.getValue();
        if (word.getTag().equals(Tag.MERGE)) {
            reading.problems().add(at, path, "merging with << is not supported; write the keys out");
            return;
        }
        if (entries.containsKey(key)) {
            reading.problems().add(at, at(key), "this key stands here twice");
        }
        entries.put(key, tuple.getValueNode());
        reading.places().note(at(key), at, tuple.getValueNode());
    }

    /** Whether a key has a value. */
    public boolean has(String key) {
        known.add(key);
        return entries.containsKey(key) && !isNull(entries.get(key));
    }

    /** Whether a key has no value, or an empty list. */
    public boolean lacks(String key) {
        return !has(key)
                || entries.get(key) instanceof SequenceNode list
                        && list.getValue().isEmpty();
    }

    public Set<String> keys() {
        return entries.keySet();
    }

    /** Notes a problem with the section as a whole. */
    public void problem(String text) {
        if (usable) {
            reading.problems().add(reading.places().line(path), path, text);
        }
    }

    /** Notes a problem with the value of a key, or with the section where it lacks the key. */
    public void problem(String key, String text) {
        if (usable) {
            reading.problems().add(entries.containsKey(key) ? reading.places().line(at(key)) : line, at(key), text);
        }
    }

    public Optional<String> text(String key) {
        return scalar(key, "a text", Scalar::text);
    }

    public String text(String key, String otherwise) {
        return text(key).orElse(otherwise);
    }

    /** A text that is not empty, if the key is there. */
    public Optional<String> name(String key) {
        return scalar(key, "a text", Scalar::nonEmpty);
    }

    /** A text that matches a pattern, if the key is there. */
    public Optional<String> name(String key, String pattern, String expected) {
        return scalar(key, expected, scalar -> {
            if (!scalar.text().matches(pattern)) {
                throw new IllegalArgumentException();
            }
            return scalar.text();
        });
    }

    /** Whether a key is there, with a value or without. */
    public boolean holds(String key) {
        known.add(key);
        return entries.containsKey(key);
    }

    /** Notes a problem if a key is not there. */
    public void require(String key) {
        if (!holds(key)) {
            problem(key, "this key is required");
        }
    }

    /** A text that must be there; empty, and a problem noted, if it is not. */
    public String required(String key) {
        require(key);
        return name(key).orElse("");
    }

    /** Whether a key's value came from a variable. */
    public boolean fromVariable(String key) {
        return reading.places().isHidden(at(key));
    }

    /** A text that no message and no place holds. */
    public <T> Optional<T> secret(String key, Function<String, T> wrap) {
        return text(key).map(wrap);
    }

    public boolean flag(String key, boolean otherwise) {
        return scalar(key, "true or false", Scalar::flag).orElse(otherwise);
    }

    public int integer(String key, int otherwise, int least, int most) {
        return integer(key, least, most).orElse(otherwise);
    }

    public Optional<Integer> integer(String key, int least, int most) {
        return scalar(key, "a whole number from " + least + " to " + most, scalar -> scalar.integer(least, most));
    }

    public long longInteger(String key, long otherwise) {
        return scalar(key, "a whole number", scalar -> scalar.longInteger(Long.MIN_VALUE, Long.MAX_VALUE))
                .orElse(otherwise);
    }

    public double number(String key, double otherwise, double least, double most) {
        return number(key, least, most).orElse(otherwise);
    }

    public Optional<Double> number(String key, double least, double most) {
        return scalar(
                key, "a number from " + inWords(least) + " to " + inWords(most), scalar -> scalar.number(least, most));
    }

    public Optional<Double> positive(String key) {
        return scalar(key, "a number above 0", scalar -> scalar.number(Double.MIN_VALUE, Double.MAX_VALUE));
    }

    public <E extends Enum<E>> E choice(String key, Class<E> type, E otherwise) {
        return choice(key, type).orElse(otherwise);
    }

    public <E extends Enum<E>> Optional<E> choice(String key, Class<E> type) {
        return choice(key, words(type)).flatMap(word -> constant(type, word));
    }

    /** One of several words, if the key is there. */
    public Optional<String> choice(String key, List<String> words) {
        Optional<String> word = text(key);
        if (word.isPresent() && !words.contains(word.get())) {
            problem(
                    key,
                    reading.places().shown(at(key), word.get()) + " is none of " + String.join(", ", words) + "."
                            + Suggestion.didYouMean(word.get(), words));
            return Optional.empty();
        }
        return word;
    }

    /** Some of an enumeration's words, if the key is there. */
    public <E extends Enum<E>> List<E> choices(String key, Class<E> type, List<E> otherwise) {
        if (!has(key)) {
            return otherwise;
        }
        List<String> words = words(type);
        return scalars(key, "one of " + String.join(", ", words), scalar -> constant(type, scalar.text())
                .orElseThrow(IllegalArgumentException::new));
    }

    /** The words that stand for an enumeration's constants: {@code ONE_HOT} is {@code one-hot}. */
    public static <E extends Enum<E>> List<String> words(Class<E> type) {
        return Arrays.stream(type.getEnumConstants()).map(Section::word).toList();
    }

    public static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static <E extends Enum<E>> Optional<E> constant(Class<E> type, String word) {
        return Arrays.stream(type.getEnumConstants())
                .filter(candidate -> word(candidate).equals(word))
                .findFirst();
    }

    public List<String> texts(String key) {
        return scalars(key, "a text", Scalar::text);
    }

    /** Texts that are not empty. */
    public List<String> names(String key) {
        return scalars(key, "a text", Scalar::nonEmpty);
    }

    /** Lists of texts that are not empty. */
    public List<List<String>> nameLists(String key) {
        return list(
                key,
                (node, at) -> items(
                        node,
                        at,
                        line(node),
                        (item, place) -> scalar(item, place, line(item), "a text", Scalar::nonEmpty)));
    }

    public List<Integer> integers(String key, List<Integer> otherwise, int least, int most) {
        return has(key)
                ? scalars(key, "a whole number from " + least + " to " + most, scalar -> scalar.integer(least, most))
                : otherwise;
    }

    public List<Double> numbers(String key) {
        return scalars(key, "a number", scalar -> scalar.number(-Double.MAX_VALUE, Double.MAX_VALUE));
    }

    /** An absent section is an empty one. */
    public Section section(String key) {
        known.add(key);
        Node node = entries.get(key);
        return new Section(
                at(key), node == null ? new MappingNode(Tag.MAP, List.of(), FlowStyle.BLOCK) : node, reading);
    }

    /** A section that may be written as one word: {@code drop} for {@code {method: drop}}. */
    public Section sectionOrWord(String key, String wordKey) {
        known.add(key);
        if (entries.get(key) instanceof ScalarNode word && !isNull(word)) {
            Node name = new ScalarNode(Tag.STR, wordKey, word.getStartMark(), word.getEndMark(), ScalarStyle.PLAIN);
            return new Section(
                    at(key),
                    new MappingNode(
                            Tag.MAP,
                            true,
                            List.of(new NodeTuple(name, word)),
                            word.getStartMark(),
                            word.getEndMark(),
                            FlowStyle.BLOCK),
                    reading);
        }
        return section(key);
    }

    public List<Section> sections(String key) {
        return list(key, (node, at) -> Optional.of(new Section(at, node, reading)));
    }

    /** Texts by keys that the file's writer chooses. */
    public Map<String, String> textMap(String key) {
        Map<String, String> map = new LinkedHashMap<>();
        Section section = section(key);
        for (String name : section.keys()) {
            section.text(name).ifPresent(value -> map.put(name, value));
        }
        return map;
    }

    /** Complains about keys that no getter asked for. */
    public void done() {
        for (String key : entries.keySet()) {
            if (!known.contains(key)) {
                problem(
                        key,
                        "unknown key; expected one of " + String.join(", ", known) + "."
                                + Suggestion.didYouMean(key, known));
            }
        }
    }

    private <T> Optional<T> scalar(String key, String expected, Function<Scalar, T> read) {
        known.add(key);
        return entries.containsKey(key)
                ? scalar(entries.get(key), at(key), reading.places().line(at(key)), expected, read)
                : Optional.empty();
    }

    private <T> Optional<T> scalar(Node node, String at, int line, String expected, Function<Scalar, T> read) {
        if (!(node instanceof ScalarNode value) || isNull(node)) {
            String found = isNull(node) ? "nothing; give a value, or leave the key out" : kind(node);
            reading.problems().add(line, at, "expected " + expected + ", found " + found);
            return Optional.empty();
        }
        Optional<Scalar> scalar =
                reading.variables().fill(value.getValue(), line, at).map(filled -> Scalar.of(value, filled));
        try {
            return scalar.map(read);
        } catch (IllegalArgumentException | ArithmeticException e) {
            reading.problems()
                    .add(
                            line,
                            at,
                            "expected " + expected + ", found "
                                    + scalar.orElseThrow().shown());
            return Optional.empty();
        }
    }

    private <T> List<T> scalars(String key, String expected, Function<Scalar, T> read) {
        return list(key, (node, at) -> scalar(node, at, line(node), expected, read));
    }

    private <T> List<T> list(String key, BiFunction<Node, String, Optional<T>> read) {
        if (!has(key)) {
            return List.of();
        }
        return items(entries.get(key), at(key), reading.places().line(at(key)), read)
                .orElse(List.of());
    }

    private <T> Optional<List<T>> items(Node node, String path, int line, BiFunction<Node, String, Optional<T>> read) {
        if (!(node instanceof SequenceNode sequence)) {
            reading.problems().add(line, path, "expected a list ([a, b]), found " + kind(node));
            return Optional.empty();
        }
        List<T> values = new ArrayList<>();
        int position = 0;
        for (Node item : sequence.getValue()) {
            String at = path + "[" + position++ + "]";
            reading.places().note(at, line(item), item);
            read.apply(item, at).ifPresent(values::add);
        }
        return Optional.of(values);
    }

    private String at(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private static int line(Node node) {
        return node.getStartMark() == null ? 1 : node.getStartMark().getLine() + 1;
    }

    private static boolean isNull(Node node) {
        return node.getTag().equals(Tag.NULL);
    }

    /** 1000000 and 0.5, not 1.0E6. */
    private static String inWords(double bound) {
        return new BigDecimal(Double.toString(bound)).stripTrailingZeros().toPlainString();
    }

    private static String kind(Node node) {
        if (node instanceof ScalarNode scalar) {
            return "'" + scalar.getValue() + "'";
        }
        return node instanceof SequenceNode ? "a list" : "keys and values";
    }
}
