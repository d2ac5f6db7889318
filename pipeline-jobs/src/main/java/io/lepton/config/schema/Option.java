package io.lepton.config.schema;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One option of the pipeline file, or a section of options.
 *
 * @param path from the file's root; {@code COLUMN} where the file's writer chooses the name
 * @param type in words, with its range: "whole number, 1 to 30"
 * @param otherwise the default, as written in YAML
 * @param options within the section, or within each item of the list
 * @param examples values of the option, as YAML's maps, lists and scalars
 */
public record Option(
        List<String> path,
        String type,
        boolean required,
        Optional<Object> otherwise,
        String description,
        List<Option> options,
        List<Object> examples) {

    public Option {
        path = List.copyOf(path);
        options = List.copyOf(options);
        examples = List.copyOf(examples);
    }

    public String name() {
        return path.isEmpty() ? "" : path.get(path.size() - 1);
    }

    /** With dots: {@code train.models.xgboost}. */
    public String fullName() {
        return String.join(".", path);
    }

    public boolean isSection() {
        return !options.isEmpty();
    }

    /** This option and all within it. */
    public Stream<Option> all() {
        return Stream.concat(Stream.of(this), options.stream().flatMap(Option::all));
    }

    /** Whether the names lead here from the root; a name that the file's writer chooses fits any. */
    boolean isAt(List<String> names) {
        boolean fits = names.size() == path.size();
        for (int i = 0; fits && i < names.size(); i++) {
            fits = isChosen(path.get(i)) || path.get(i).equals(names.get(i));
        }
        return fits;
    }

    /** Whether the names are some of those that lead here, in order, the last one included. */
    boolean isBelow(List<String> names) {
        int matched = 0;
        for (String name : path) {
            matched += matched < names.size() && name.equals(names.get(matched)) ? 1 : 0;
        }
        return matched == names.size() && name().equals(names.get(matched - 1));
    }

    /** Whether the file's writer chooses the name. */
    public boolean isChosen() {
        return !path.isEmpty() && isChosen(name());
    }

    private static boolean isChosen(String name) {
        return name.equals(name.toUpperCase(Locale.ROOT));
    }
}
