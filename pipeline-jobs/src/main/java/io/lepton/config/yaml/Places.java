package io.lepton.config.yaml;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Where the values of a file stand, by path: {@code train.label}, {@code ingest.key[0]}. */
public final class Places {

    /** @param variable the text as written, if it holds a variable */
    private record Place(int line, Optional<String> variable) {}

    private final Map<String, Place> places = new HashMap<>();

    void note(String path, int line, Node value) {
        Optional<String> variable = value instanceof ScalarNode scalar && Variables.in(scalar.getValue())
                ? Optional.of(scalar.getValue())
                : Optional.empty();
        places.put(path, new Place(line, variable));
    }

    /** The line, counted from 1, of a value, or else of the nearest section around it. */
    public int line(String path) {
        for (String at = path; !at.isEmpty(); at = parent(at)) {
            if (places.containsKey(at)) {
                return places.get(at).line();
            }
        }
        return 1;
    }

    /** A value in quotes for a message; as {@code ${NAME}} if it came from a variable. */
    public String shown(String path, String value) {
        Place place = places.get(path);
        return "'" + (place == null ? value : place.variable().orElse(value)) + "'";
    }

    /** Whether the value came from a variable, so that no message may show it. */
    public boolean isHidden(String path) {
        return places.containsKey(path) && places.get(path).variable().isPresent();
    }

    private static String parent(String path) {
        return path.substring(0, Math.max(0, Math.max(path.lastIndexOf('.'), path.lastIndexOf('['))));
    }
}
