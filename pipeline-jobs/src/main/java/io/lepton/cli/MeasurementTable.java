package io.lepton.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.lepton.cli.bench.Findings;
import io.lepton.cli.bench.Measurement;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A benchmark's table: a line is printed when it is found, and the file is then whole again. */
final class MeasurementTable implements Findings {
    private static final String LINE = "%-84s %9s %9s %7s  %-14s %s";

    private final PrintWriter out;
    private final Optional<Path> json;
    private final List<Measurement> measurements = new ArrayList<>();

    /** @param json file that takes the measurements, too */
    MeasurementTable(PrintWriter out, Optional<Path> json) {
        this.out = out;
        this.json = json;
    }

    @Override
    public void measured(Measurement measured) {
        if (measurements.isEmpty()) {
            out.println("Machine   " + Runtime.getRuntime().availableProcessors() + " cores, Java "
                    + System.getProperty("java.version"));
            out.println(LINE.formatted("WHAT : BASELINE", "OURS", "BASELINE", "RATIO", "TARGET", "HOLDS"));
        }
        measurements.add(measured);
        out.println(LINE.formatted(
                measured.name(),
                shortened(measured.ours()),
                shortened(measured.baseline()),
                shortened(measured.ratio()),
                measured.target(),
                measured.holds() ? "yes" : "NO"));
        out.flush();
        json.ifPresent(this::write);
    }

    @Override
    public void note(String line) {
        out.println(line);
        out.flush();
    }

    private static String shortened(double value) {
        return String.format(Locale.ROOT, "%.4g", value);
    }

    private void write(Path file) {
        try {
            new ObjectMapper().writerWithDefaultPrettyPrinter().writeValue(file.toFile(), measurements);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write the measurements to " + file + ": " + e.getMessage(), e);
        }
    }
}
