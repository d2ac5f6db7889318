package io.lepton.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A real Spark standalone master and its workers, each a process of its own on the loopback interface. Their Spark installation is a
 * folder of links to the jars that the tests run on.
 */
final class StandaloneCluster implements AutoCloseable {
    private final Path folder;
    private final int port;
    private final List<Process> processes = new ArrayList<>();

    private StandaloneCluster(Path folder, int port) {
        this.folder = folder;
        this.port = port;
    }

    /**
     * What each worker offers.
     *
     * @param cores slots for tasks; may be more than the machine has
     * @param settings of Spark, such as spark.worker.resource.gpu.amount
     */
    record WorkerOffer(int cores, Map<String, String> settings) {}

    static StandaloneCluster start(Path folder, int workers) throws IOException, InterruptedException {
        return start(folder, workers, new WorkerOffer(1, Map.of()));
    }

    static StandaloneCluster start(Path folder, int workers, WorkerOffer offer)
            throws IOException, InterruptedException {
        StandaloneCluster cluster = new StandaloneCluster(folder, freePort());
        install(cluster.sparkHome());
        try {
            cluster.launch(
                    "master",
                    Map.of(),
                    "org.apache.spark.deploy.master.Master",
                    "--port",
                    String.valueOf(cluster.port),
                    "--webui-port",
                    "0");
            cluster.awaitLog("master", "I have been elected leader");
            for (int worker = 1; worker <= workers; worker++) {
                String name = "worker" + worker;
                cluster.launch(
                        name,
                        offer.settings(),
                        "org.apache.spark.deploy.worker.Worker",
                        "--cores",
                        String.valueOf(offer.cores()),
                        "--memory",
                        "1g",
                        "--webui-port",
                        "0",
                        "--work-dir",
                        folder.resolve(name + "-work").toString(),
                        cluster.masterUrl());
                cluster.awaitLog(name, "Successfully registered with master");
            }
            return cluster;
        } catch (IOException | InterruptedException | RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    private static void install(Path sparkHome) throws IOException {
        Path jars = Files.createDirectories(sparkHome.resolve("jars"));
        for (Path jar : TestJvm.classPathEntries()) {
            if (jar.toString().endsWith(".jar")) {
                Files.createSymbolicLink(jars.resolve(jar.getFileName()), jar);
            }
        }
    }

    private Path sparkHome() {
        return folder.resolve("spark");
    }

    String masterUrl() {
        return "spark://127.0.0.1:" + port;
    }

    private void launch(String name, Map<String, String> settings, String mainClass, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(TestJvm.command("512m", "io/lepton/cli/cluster-log4j2.properties"));
        settings.forEach((key, value) -> command.add("-D" + key + "=" + value));
        command.add(mainClass);
        command.addAll(List.of("--host", "127.0.0.1"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(name + ".log").toFile());
        builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
        builder.environment().put("SPARK_HOME", sparkHome().toString());
        // Otherwise it is guessed from the folders of a build.
        builder.environment().put("SPARK_SCALA_VERSION", "2.12");
        processes.add(builder.start());
    }

    private void awaitLog(String name, String text) throws IOException, InterruptedException {
        Path log = folder.resolve(name + ".log");
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
        Process process = processes.get(processes.size() - 1);
        while (!Files.readString(log).contains(text)) {
            if (System.nanoTime() > deadline || process.waitFor(100, TimeUnit.MILLISECONDS)) {
                throw new IOException("The " + name + " did not start: " + Files.readString(log));
            }
        }
    }

    /** The executors that run now, of all workers. */
    List<ProcessHandle> executors() {
        return processes.stream().flatMap(process -> process.children()).toList();
    }

    /** What master, workers and executors had to say, for whoever looks for the reason of a failure. */
    String logs() throws IOException {
        StringBuilder logs = new StringBuilder();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(path -> path.toString().matches(".*(\\.log|/stderr)"))
                    .toList()) {
                logs.append("== ").append(folder.relativize(file)).append('\n').append(Files.readString(file));
            }
        }
        return logs.toString();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        processes.forEach(Process::destroyForcibly);
    }
}
