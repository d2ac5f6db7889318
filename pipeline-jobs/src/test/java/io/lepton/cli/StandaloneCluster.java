package io.lepton.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real Spark standalone master and its workers, each a process of its own on the loopback interface. */
final class StandaloneCluster implements AutoCloseable {
    private final Path folder;
    private final int port;
    private final List<Process> processes = new ArrayList<>();

    private StandaloneCluster(Path folder, int port) {
        this.folder = folder;
        this.port = port;
    }

    static StandaloneCluster start(Path folder, int workers) throws IOException, InterruptedException {
        StandaloneCluster cluster = new StandaloneCluster(folder, freePort());
        try {
            cluster.launch(
                    "master",
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
                        "org.apache.spark.deploy.worker.Worker",
                        "--cores",
                        "1",
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

    String masterUrl() {
        return "spark://127.0.0.1:" + port;
    }

    private void launch(String name, String mainClass, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(TestJvm.command("512m", "io/lepton/cli/cluster-log4j2.properties"));
        command.add(mainClass);
        command.addAll(List.of("--host", "127.0.0.1"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(name + ".log").toFile());
        builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
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
