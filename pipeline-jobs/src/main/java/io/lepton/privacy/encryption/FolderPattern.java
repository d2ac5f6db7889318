package io.lepton.privacy.encryption;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A folder, or several whose names begin or end alike.
 *
 * @param text a path; {@code *} in it stands for any part of one name
 */
public record FolderPattern(String text) {
    private static final int ALSO_EMPTY_ENDS = -1;

    /** Whether the path is one of the folders. */
    public boolean matches(String path) {
        return path.matches(expression());
    }

    /** Whether the path lies in one of the folders, or below. */
    boolean holds(String path) {
        return path.matches("(?s)" + expression() + "/.*");
    }

    private String expression() {
        return Arrays.stream(text.split("\\*", ALSO_EMPTY_ENDS))
                .map(Pattern::quote)
                .collect(Collectors.joining("[^/]*"));
    }
}
