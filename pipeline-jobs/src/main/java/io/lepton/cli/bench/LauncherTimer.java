package io.lepton.cli.bench;

import io.lepton.error.LeptonException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Times whole commands as a person starts them, from the launcher's first line to the end of its process. */
record LauncherTimer(Path home, Map<String, String> environment) {

    /** Median seconds of several runs after one that warms up. */
    double medianSeconds(int runs, String... arguments) {
        seconds(arguments);
        double[] seconds = new double[runs];
        for (int i = 0; i < runs; i++) {
            seconds[i] = seconds(arguments);
        }
        Arrays.sort(seconds);
        return seconds[runs / 2];
    }

    /** Seconds of one run. A gate's refusal counts as a run: the work was done. */
    double seconds(String... arguments) {
        List<String> command = new ArrayList<>(List.of(home.resolve("lepton").toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().putAll(environment);
        long start = System.nanoTime();
        try {
            int exitCode = builder.start().waitFor();
            if (exitCode != 0 && exitCode != 4) {
                throw LeptonException.configuration("Cannot measure '" + String.join(" ", command)
                        + "': it ended with exit code " + exitCode + ". Run it by hand to see why.");
            }
        } catch (IOException e) {
            throw LeptonException.configuration(
                    "Cannot measure '" + String.join(" ", command) + "': " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while measuring", e);
        }
        return (System.nanoTime() - start) / 1e9;
    }
}
