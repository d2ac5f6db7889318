package io.lepton.cli.bench.timing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The most memory that this process has held, heap and native, as Linux counts it; 0 elsewhere. */
final class ProcessMemory {
    private static final Path SELF = Path.of("/proc/self");

    private ProcessMemory() {}

    /** Counts anew from what is held now, after garbage is gone. */
    static void restart() {
        System.gc();
        Path references = SELF.resolve("clear_refs");
        if (Files.isWritable(references)) {
            try {
                Files.writeString(references, "5");
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot reset the count of memory: " + e.getMessage(), e);
            }
        }
    }

    static double peakMegabytes() {
        Path status = SELF.resolve("status");
        if (!Files.isReadable(status)) {
            return 0;
        }
        try (var lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read how much memory was held: " + e.getMessage(), e);
        }
    }
}
