package io.lepton.cli;

import io.lepton.files.LocalFiles;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The command line in a process of its own, which a test may kill. */
final class LeptonProcess implements AutoCloseable {
    /** What a shell says of a process that SIGKILL ended. */
    private static final int KILLED = 128 + 9;

    private final Process process;
    private final BufferedReader output;
    private final StringBuilder seen = new StringBuilder();

    private LeptonProcess(Process process) {
        this.process = process;
        this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    static LeptonProcess start(Path folder, Path lake, String... arguments) throws IOException {
        return program(folder, lake, Lepton.class, arguments);
    }

    /** Another program than Lepton's, in a session like that of the tests. */
    static LeptonProcess program(Path folder, Path lake, Class<?> program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(TestJvm.command("1g", "lepton-log4j2.properties"));
        // As the tests' own session, so that sums come out the same to the last digit.
        command.addAll(List.of(
                "-Dspark.master=local[2]",
                "-Dspark.ui.enabled=false",
                "-Dspark.driver.host=127.0.0.1",
                "-Dspark.driver.bindAddress=127.0.0.1",
                "-Dspark.sql.shuffle.partitions=2",
                "-Dspark.default.parallelism=2",
                "-Dspark.databricks.delta.snapshotPartitions=1"));
        Session.SHORT_WORK.forEach((key, value) -> command.add("-D" + key + "=" + value));
        LocalFiles.settings().forEach((key, value) -> command.add("-Dspark.hadoop." + key + "=" + value));
        command.add(program.getName());
        command.addAll(List.of(arguments));
        return start(folder, lake, command);
    }

    /** Submits to a Spark cluster with Spark's own submit class. */
    static LeptonProcess submit(StandaloneCluster cluster, int executors, Path folder, Path lake, String... arguments)
            throws IOException {
        return submit(cluster, executors, folder, lake, Lepton.class, Session.SHORT_WORK, arguments);
    }

    /** Submits another program than Lepton's. */
    static LeptonProcess submit(
            StandaloneCluster cluster,
            int cores,
            Path folder,
            Path lake,
            Class<?> program,
            Map<String, String> settings,
            String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(TestJvm.command("1g", "lepton-log4j2.properties"));
        command.addAll(List.of(
                "org.apache.spark.deploy.SparkSubmit",
                "--master",
                cluster.masterUrl(),
                "--total-executor-cores",
                String.valueOf(cores),
                "--executor-memory",
                "1g",
                "--conf",
                "spark.driver.host=127.0.0.1",
                "--conf",
                "spark.driver.bindAddress=127.0.0.1",
                "--conf",
                "spark.ui.enabled=false",
                "--conf",
                "spark.sql.shuffle.partitions=2",
                "--conf",
                // The default is 50 tasks each time that a table's log is read.
                "spark.databricks.delta.snapshotPartitions=1",
                "--conf",
                // Our own classes are in no jar while they are tested.
                "spark.executor.extraClassPath=" + TestJvm.classPath(),
                "--conf",
                "spark.executor.extraJavaOptions=-XX:TieredStopAtLevel=1 -XX:+UseParallelGC "
                        + String.join(" ", TestJvm.archive()),
                "--class",
                program.getName()));
        settings.forEach((key, value) -> command.addAll(List.of("--conf", key + "=" + value)));
        command.add("spark-internal");
        command.addAll(List.of(arguments));
        return start(folder, lake, command);
    }

    private static LeptonProcess start(Path folder, Path lake, List<String> command) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().put("TEST_LAKE", lake.toString());
        return new LeptonProcess(builder.start());
    }

    /** Reads on until a line holds the text; false if the process ended before. */
    boolean awaitLine(String text) throws IOException {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            seen.append(line).append('\n');
            if (line.contains(text)) {
                return true;
            }
        }
        return false;
    }

    /** Ends a line of its input, which it waits for. */
    void proceed() throws IOException {
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
    }

    /** Lets it work on for so long, then kills it as the operating system does: SIGKILL. False if it ended by itself before. */
    boolean killAfter(long milliseconds) throws InterruptedException {
        if (!process.waitFor(milliseconds, TimeUnit.MILLISECONDS)) {
            // By its handle: what it said before can be read yet.
            process.toHandle().destroyForcibly();
        }
        return process.waitFor() == KILLED;
    }

    /** Asks it to end, as a person or a scheduler does: SIGTERM. */
    int stop() throws IOException, InterruptedException {
        process.toHandle().destroy();
        return exitCode();
    }

    int exitCode() throws IOException, InterruptedException {
        awaitLine("\0");
        return process.waitFor();
    }

    String output() {
        return seen.toString();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
