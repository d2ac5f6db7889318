package io.lepton.config;

import io.lepton.config.yaml.Places;
import io.lepton.config.yaml.Problem;
import io.lepton.config.yaml.Problems;
import io.lepton.error.LeptonException;
import java.util.List;
import java.util.stream.Stream;

/**
 * A pipeline file as it was read.
 *
 * @param name of the file, for messages
 * @param pipeline what the file says; where it has problems, their options are absent or hold their defaults
 * @param places where each value stands
 * @param problems all that was found so far
 */
public record PipelineFile(String name, Pipeline pipeline, Places places, List<Problem> problems) {

    public PipelineFile {
        problems = List.copyOf(problems);
    }

    /** Whether nothing is wrong with a value or anything inside of it. */
    public boolean sound(String path) {
        return problems.stream().noneMatch(problem -> within(path, problem.path()));
    }

    /** A problem with the value at a path. */
    public Problem problem(String path, String text) {
        return new Problem(places.line(path), path, text);
    }

    public PipelineFile with(List<Problem> more) {
        return new PipelineFile(
                name,
                pipeline,
                places,
                Stream.concat(problems.stream(), more.stream()).toList());
    }

    /** @throws LeptonException configuration: all problems, by line */
    public Pipeline orThrow() {
        if (!problems.isEmpty()) {
            throw Problems.error(name, problems);
        }
        return pipeline;
    }

    private static boolean within(String path, String inner) {
        return inner.startsWith(path)
                && (inner.length() == path.length() || ".[".indexOf(inner.charAt(path.length())) >= 0);
    }
}
