package io.lepton.cli;

import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The command that starts another JVM with this one's classes and the openings that Spark needs. */
final class TestJvm {
    private TestJvm() {}

    static List<String> command(String heap, String logConfiguration) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                "-XX:+UseParallelGC",
                // These processes are too short for the optimizing compiler to pay off.
                "-XX:TieredStopAtLevel=1"));
        command.addAll(openings());
        command.addAll(List.of("-Dlog4j2.configurationFile=" + logConfiguration, "-cp", classPath()));
        return command;
    }

    static List<String> openings() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("--add-opens") || argument.startsWith("-Djdk.reflect"))
                .toList();
    }

    static List<Path> classPathEntries() {
        return Arrays.stream(classPath().split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath())
                .toList();
    }

    static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }
}
