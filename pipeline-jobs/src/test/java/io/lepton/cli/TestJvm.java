package io.lepton.cli;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The command that starts another JVM with this one's classes and the openings that Spark needs. */
final class TestJvm {
    /** Written by the build before the tests run. */
    private static final Path LIBRARIES = Path.of("target/libraries.txt");

    private static final Path ARCHIVE = Path.of("target/run.jsa");

    private TestJvm() {}

    static List<String> command(String heap, String logConfiguration) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                "-XX:+UseParallelGC",
                // These processes are too short for the optimizing compiler to pay off.
                "-XX:TieredStopAtLevel=1"));
        command.addAll(archive());
        command.addAll(openings());
        command.addAll(List.of("-Dlog4j2.configurationFile=" + logConfiguration, "-cp", classPath()));
        return command;
    }

    /** The libraries' classes, ready to be mapped; of use only if the class path begins with the libraries. */
    static List<String> archive() {
        return List.of("-Xshare:auto", "-XX:SharedArchiveFile=" + ARCHIVE.toAbsolutePath(), "-Xlog:cds*=off");
    }

    static List<String> openings() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("--add-opens") || argument.startsWith("-Djdk.reflect"))
                .toList();
    }

    /** This JVM's class path, the libraries first, in the order of the archive. */
    static List<Path> classPathEntries() {
        Set<Path> entries = new LinkedHashSet<>(entries(libraries()));
        entries.addAll(entries(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))));
        return List.copyOf(entries);
    }

    static String classPath() {
        return classPathEntries().stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    private static String libraries() {
        try {
            return Files.readString(LIBRARIES).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("Run the tests with Maven, which writes " + LIBRARIES, e);
        }
    }

    private static List<Path> entries(String classPath) {
        return Arrays.stream(classPath.split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath())
                .toList();
    }
}
