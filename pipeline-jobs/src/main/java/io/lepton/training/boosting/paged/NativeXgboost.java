package io.lepton.training.boosting.paged;

import com.sun.jna.Callback;
import com.sun.jna.Library;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import io.lepton.error.LeptonException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import ml.dmlc.xgboost4j.java.XGBoostError;
import ml.dmlc.xgboost4j.java.XGBoostJNI;

/**
 * Functions of XGBoost's C interface that its Java classes lack, in the very library that these have loaded: a second copy of it would know nothing of
 * the workers that train together.
 */
final class NativeXgboost {
    /** Linux lists here which files a process has loaded. */
    private static final Path LOADED = Path.of("/proc/self/maps");

    /** Of dlopen: lazily, and not for other libraries to see. */
    private static final int OPEN_FLAGS = 1;

    private final NativeLibrary library;

    private NativeXgboost(NativeLibrary library) {
        this.library = library;
    }

    /** Moves to the next page; gives 1 for another one, 0 when all were seen. */
    interface Next extends Callback {
        int next(Pointer ignored);
    }

    /** Begins with the first page again. */
    interface Reset extends Callback {
        void reset(Pointer ignored);
    }

    static boolean isReachable() {
        return file().isPresent();
    }

    /** @throws LeptonException (configuration) where the system isn't Linux */
    static NativeXgboost loaded() {
        return new NativeXgboost(NativeLibrary.getInstance(
                file().orElseThrow(() -> LeptonException.configuration(
                        "Cannot train xgboost with external memory: executors need Linux for it. Set external-memory:"
                                + " never.")),
                Map.of(Library.OPTION_OPEN_FLAGS, OPEN_FLAGS)));
    }

    private static Optional<String> file() {
        if (!Files.isReadable(LOADED)) {
            return Optional.empty();
        }
        // Loads the library where nobody has yet.
        XGBoostJNI.XGBGetLastError();
        try (Stream<String> lines = Files.lines(LOADED)) {
            return lines.filter(line -> line.contains("xgboost4j") && line.endsWith(".so"))
                    .map(line -> line.substring(line.indexOf('/')))
                    .findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read which libraries are loaded: " + e.getMessage(), e);
        }
    }

    /** A stand-in that shows XGBoost one page at a time; to be freed as a matrix. */
    long proxy() throws XGBoostError {
        PointerByReference proxy = new PointerByReference();
        call("XGProxyDMatrixCreate", proxy);
        return Pointer.nativeValue(proxy.getValue());
    }

    /** @param values as an array interface in JSON: rows by features */
    void show(long proxy, String values) throws XGBoostError {
        call("XGProxyDMatrixSetDataDense", new Pointer(proxy), values);
    }

    /** @param reference a matrix whose cuts are taken; 0: it finds its own */
    long externalMatrix(long proxy, long reference, Reset reset, Next next, String configuration) throws XGBoostError {
        PointerByReference matrix = new PointerByReference();
        call(
                "XGExtMemQuantileDMatrixCreateFromCallback",
                Pointer.NULL,
                new Pointer(proxy),
                reference == 0 ? Pointer.NULL : new Pointer(reference),
                reset,
                next,
                configuration,
                matrix);
        return Pointer.nativeValue(matrix.getValue());
    }

    private void call(String function, Object... arguments) throws XGBoostError {
        if (library.getFunction(function).invokeInt(arguments) != 0) {
            throw new XGBoostError(XGBoostJNI.XGBGetLastError());
        }
    }
}
