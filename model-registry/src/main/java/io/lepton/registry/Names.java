package io.lepton.registry;

import java.util.Collection;
import java.util.Comparator;
import java.util.regex.Pattern;

/** What may be a name, and which name was probably meant. */
final class Names {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");
    private static final Pattern FILE_PART = Pattern.compile("[^/\\\\:\\p{Cntrl}]+");

    private Names() {}

    static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    /** Checks the name of a {@code kind} ("model", "alias"). */
    static String checked(String kind, String name) {
        if (!isName(name)) {
            throw new RegistryException("Cannot use '" + name + "' as the name of " + kind
                    + ": it must begin with a letter or digit and hold only letters, digits and . _ - (128 at most)");
        }
        return name;
    }

    /** Checks that a file stays within its version's folder and can be written on every file system. */
    static String checkedFile(String name) {
        for (String part : name.split("/", -1)) {
            if (part.equals(".")
                    || part.equals("..")
                    || !FILE_PART.matcher(part).matches()) {
                throw new RegistryException("Cannot store the file '" + name
                        + "': its name must be a relative path without '..', ':' and '\\'");
            }
        }
        return name;
    }

    /** {@code "; did you mean 'x'?"} for the nearest name, or what there is, or nothing. */
    static String hint(String word, Collection<String> known) {
        if (known.isEmpty()) {
            return "; there are none yet";
        }
        int allowed = Math.max(2, word.length() / 3);
        return known.stream()
                .filter(name -> distance(word, name) <= allowed)
                .min(Comparator.comparingInt(name -> distance(word, name)))
                .map(name -> "; did you mean '" + name + "'?")
                .orElseGet(() -> "; there are: "
                        + String.join(", ", known.stream().limit(10).toList()) + (known.size() > 10 ? ", ..." : ""));
    }

    /** Levenshtein's edit distance, letters' case aside. */
    static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                boolean same = Character.toLowerCase(a.charAt(i - 1)) == Character.toLowerCase(b.charAt(j - 1));
                int substituted = diagonal + (same ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substituted, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
