package io.lepton.privacy.text;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * A list of names in small letters without marks: one a line, followed by {@code *} if it is an ordinary word, too, or more often another
 * kind of name, and by {@code +} if it is common or well known.
 */
final class NameList {
    static final NameList FIRST_NAMES = read("first-names.txt");
    static final NameList SURNAMES = read("surnames.txt");
    static final NameList PLACES = read("places.txt");

    private static final int ORDINARY = 1;
    private static final int COMMON = 2;

    private final Map<String, Integer> flags;
    private final Set<String> beginnings = new HashSet<>();

    private NameList(Map<String, Integer> flags) {
        this.flags = flags;
        flags.keySet().forEach(name -> beginnings.add(name.substring(0, (name + " ").indexOf(' '))));
    }

    private static NameList read(String resource) {
        Map<String, Integer> flags = new HashMap<>();
        try (InputStream in = NameList.class.getResourceAsStream(resource);
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                int end = line.length();
                int found = 0;
                for (; end > 0 && "*+".indexOf(line.charAt(end - 1)) >= 0; end--) {
                    found |= line.charAt(end - 1) == '*' ? ORDINARY : COMMON;
                }
                flags.put(line.substring(0, end), found);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the list of names " + resource, e);
        }
        return new NameList(flags);
    }

    /** Whether a name begins with the word, hyphens taken for blanks. */
    boolean begins(String word) {
        int hyphen = word.indexOf('-');
        return beginnings.contains(hyphen < 0 ? word : word.substring(0, hyphen));
    }

    boolean has(String name) {
        return flags.containsKey(name);
    }

    /** Listed, and hardly anything else. */
    boolean clear(String name) {
        return (flags.getOrDefault(name, ORDINARY) & ORDINARY) == 0;
    }

    boolean common(String name) {
        return (flags.getOrDefault(name, 0) & COMMON) != 0;
    }
}
