package io.lepton.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import picocli.CommandLine;

/**
 * Walks the whole road once on a few made-up rows, as the build's last step, so that the library classes that a run loads can be
 * archived and the first real run starts with them.
 */
final class RunRehearsal {
    private static final int ROWS = 200;

    private RunRehearsal() {}

    /** @param arguments an empty folder that may be written to */
    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        Files.write(folder.resolve("people.csv"), people());
        Path pipeline = Files.writeString(folder.resolve("pipeline.yaml"), PIPELINE.formatted(folder.resolve("lake")));
        String[] command = {"run", pipeline.toString()};
        CommandLine lepton = Lepton.commandLine(command);
        lepton.setOut(new PrintWriter(Writer.nullWriter()));
        System.exit(lepton.execute(command));
    }

    private static List<String> people() {
        Random random = new Random(1);
        List<String> lines = new ArrayList<>(List.of("age,sex,town,hours,label"));
        for (int row = 0; row < ROWS; row++) {
            int age = 18 + random.nextInt(50);
            double hours = 20 + 40 * random.nextDouble();
            boolean label = age + hours + 20 * random.nextGaussian() > 85;
            lines.add(String.format(
                    Locale.ROOT,
                    "%d,%s,%s,%.1f,%s",
                    age,
                    random.nextBoolean() ? "f" : "m",
                    "town" + random.nextInt(5),
                    hours,
                    label ? "yes" : "no"));
        }
        return lines;
    }

    private static final String PIPELINE =
            """
            pipeline: rehearsal
            lake: %s
            ingest:
              table: people
              source: {format: csv, path: people.csv}
              expectations:
                - {check: age > 0, severity: quarantine}
            anonymize:
              k-anonymity: {k: 3, quasi-identifiers: [age, sex, town], suppression-limit: 0.2}
            train:
              label: label
              positive: "yes"
              folds: 2
              models:
                xgboost: {rounds: 2, depth: 2}
                random-forest: {trees: 2, depth: 2}
                linear: {iterations: 2}
              ensemble: {method: stacking}
            audit:
              protected-attributes: [sex]
            """;
}
