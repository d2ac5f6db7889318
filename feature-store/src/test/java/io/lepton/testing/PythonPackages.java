package io.lepton.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Packages of the Python registry, for tests that compare what we make with what others make or read. */
public final class PythonPackages {
    private static final int LONGEST_SECONDS = 300;

    private final Path folder;

    private PythonPackages(Path folder) {
        this.folder = folder;
    }

    /**
     * Installs packages, once until the build folder is cleaned. Where they cannot be had the test is skipped, but fails where CI is "true".
     *
     * @param name of the folder that they are installed in
     * @param requirements every package that is needed, as pip has them: "numpy==2.4.6"; what those depend on is not looked for
     */
    public static PythonPackages installed(String name, List<String> requirements)
            throws IOException, InterruptedException {
        Path folder = Path.of("target", name);
        PythonPackages packages = new PythonPackages(folder);
        Path done = folder.resolve("installed");
        String wanted = String.join("\n", requirements);
        if (Files.exists(done) && Files.readString(done).equals(wanted)) {
            return packages;
        }
        List<String> pip = new ArrayList<>(List.of("-m", "pip", "install", "--quiet", "--no-compile", "--no-deps"));
        pip.addAll(List.of("--upgrade", "--target", folder.toString()));
        pip.addAll(requirements);
        Output output = packages.run(pip);
        assumeTrue(
                output.exitCode() == 0 || "true".equals(System.getenv("CI")),
                () -> "Without Python or its registry nothing can be said: " + output.text());
        assertEquals(0, output.exitCode(), output::text);
        Files.writeString(done, wanted);
        return packages;
    }

    /**
     * What a command wrote.
     *
     * @param exitCode −1 where it did not start, or did not end
     * @param text of both of its streams
     */
    public record Output(int exitCode, String text) {}

    /** Runs Python with these packages. */
    public Output run(List<String> arguments) throws InterruptedException {
        List<String> command = new ArrayList<>(List.of("python3"));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("PYTHONPATH", folder.toString());
        try {
            Process process = builder.start();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Output(process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS) ? process.exitValue() : -1, text);
        } catch (IOException e) {
            return new Output(-1, e.getMessage());
        }
    }
}
