package io.lepton.cli;

import io.lepton.error.LeptonException;
import io.lepton.error.Suggestion;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** The parts of a benchmark that a person names. */
record BenchParts(List<String> named) {

    /**
     * Those of an area.
     *
     * @param otherwise where none is named
     * @throws LeptonException configuration, if the area has no part of a name
     */
    <P extends Enum<P>> Set<P> of(Class<P> parts, Set<P> otherwise) {
        if (named.isEmpty()) {
            return otherwise;
        }
        return named.stream()
                .map(word -> part(parts, word))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(parts)));
    }

    private static <P extends Enum<P>> P part(Class<P> parts, String word) {
        List<String> known = Arrays.stream(parts.getEnumConstants())
                .map(part -> part.name().toLowerCase(Locale.ROOT))
                .toList();
        return Arrays.stream(parts.getEnumConstants())
                .filter(part -> part.name().equalsIgnoreCase(word))
                .findFirst()
                .orElseThrow(() -> LeptonException.configuration("Cannot measure '" + word + "': there is no such part."
                        + Suggestion.didYouMean(word, known) + " There are: " + String.join(", ", known) + "."));
    }
}
