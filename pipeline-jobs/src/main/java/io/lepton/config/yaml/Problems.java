package io.lepton.config.yaml;

import io.lepton.error.LeptonException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Collects what is wrong with a file, so that a person mends it in one go. */
public final class Problems {
    private final List<Problem> found = new ArrayList<>();

    /** @param line counted from 1 */
    public void add(int line, String path, String text) {
        found.add(new Problem(line, path, text));
    }

    public List<Problem> found() {
        return List.copyOf(found);
    }

    /** One error that lists all problems, by line. */
    public static LeptonException error(String fileName, List<Problem> problems) {
        return LeptonException.configuration("Cannot use pipeline " + fileName + ": " + problems.size()
                + (problems.size() == 1 ? " problem\n" : " problems\n")
                + problems.stream()
                        .sorted(Comparator.comparingInt(Problem::line))
                        .map(problem -> "  " + problem.in(fileName))
                        .collect(Collectors.joining("\n")));
    }
}
