package io.lepton.config;

import io.lepton.error.LeptonException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Collects what is wrong with a file, so that a person mends it in one go. */
final class Problems {
    private record Problem(int line, String text) {}

    private final String fileName;
    private final List<Problem> problems = new ArrayList<>();

    Problems(String fileName) {
        this.fileName = fileName;
    }

    /** @param line counted from 1 */
    void add(int line, String path, String text) {
        problems.add(new Problem(line, fileName + ":" + line + ": " + (path.isEmpty() ? "" : path + ": ") + text));
    }

    void throwIfAny() {
        if (!problems.isEmpty()) {
            throw LeptonException.configuration("Cannot use pipeline " + fileName + ": " + problems.size()
                    + (problems.size() == 1 ? " problem\n" : " problems\n")
                    + problems.stream()
                            .sorted(Comparator.comparingInt(Problem::line))
                            .map(problem -> "  " + problem.text())
                            .collect(Collectors.joining("\n")));
        }
    }
}
