package io.lepton.training.neural;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * Prepares ND4J, once a process: the native library that this processor understands, and as many threads as Spark gave the task.
 *
 * <p>Without the first, JavaCPP loads the AVX-512 build wherever it is on the class path, and a processor without it ends the process
 * (SIGILL). Without the second, OpenMP spins on every core in every task: 250 ms a step of 256 rows where one thread takes 5 (measured, 2
 * cores with other work).
 */
public final class NativeThreads {
    private static final Set<String> AVX2 = Set.of("avx2", "fma", "bmi1", "bmi2", "f16c", "movbe", "abm");
    private static final Set<String> AVX512 = Set.of("avx512f", "avx512cd", "avx512bw", "avx512dq", "avx512vl");

    private NativeThreads() {}

    /** Gives the calling thread so many threads for its native work. */
    public static void use(int threads) {
        Backend.load();
        Nd4j.getEnvironment().setMaxMasterThreads(threads);
        NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(threads);
        openblas_nolapack.blas_set_num_threads(threads);
    }

    /** The suffix of the fastest native library for a processor with these flags. */
    static String extension(Set<String> flags) {
        if (!flags.containsAll(AVX2)) {
            return "";
        }
        return flags.containsAll(AVX512) ? "-avx512" : "-avx2";
    }

    private static Set<String> processorFlags() {
        Path cpuinfo = Path.of("/proc/cpuinfo");
        if (!Files.isReadable(cpuinfo)) {
            return Set.of();
        }
        try (var lines = Files.lines(cpuinfo)) {
            return lines.filter(line -> line.startsWith("flags"))
                    .findFirst()
                    .map(line -> (Set<String>) new TreeSet<>(Arrays.asList(
                            line.substring(line.indexOf(':') + 1).trim().split(" +"))))
                    .orElse(Set.of());
        } catch (IOException e) {
            return Set.of(); // the build for any processor runs everywhere
        }
    }

    /** Loaded by its first use, so that the properties stand before any class of ND4J is initialized. */
    private static final class Backend {
        static {
            setUnlessSet("org.bytedeco.javacpp.platform.extension", extension(processorFlags()));
            // JavaCPP else reads /proc for every array it makes, and takes Spark's own memory for a leak.
            setUnlessSet("org.bytedeco.javacpp.maxphysicalbytes", "0");
            Nd4j.getMemoryManager().togglePeriodicGc(false);
        }

        private static void setUnlessSet(String property, String value) {
            if (System.getProperty(property) == null) {
                System.setProperty(property, value);
            }
        }

        static void load() {
            // The static initializer did the work.
        }
    }
}
