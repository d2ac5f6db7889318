package io.lepton.cli.bench.train;

import java.util.Arrays;
import java.util.Locale;

/** What a task of a network's training can be doing, told by the methods that it is in. */
enum NetworkWork {
    EXCHANGING_WITH_OTHER_WORKERS("neural.AllReduce"),
    MEASURING_ROWS_HELD_OUT("neural.MiniBatchTrainer.evaluate"),
    FILLING_BATCHES("neural.Batch.fill"),
    STEPS_IN_NATIVE_CODE("org.nd4j.linalg.cpu.nativecpu", "org.bytedeco", "org.nd4j.nativeblas"),
    STEPS_IN_JAVA("neural.MiniBatchTrainer"),
    SAVING_CHECKPOINTS("training.checkpoint"),
    TAKING_IN_SORTED_ROWS("neural.ContentOrder$Part"),
    SURVEYING_ROWS("neural.Survey"),
    READING_AND_SHUFFLING_ROWS("org.apache.spark.scheduler.ShuffleMapTask"),
    OTHER_TASKS(""),
    /** No task runs on a core. */
    DRIVER_AND_WAITING;

    private final String[] methods;

    /** @param methods of classes, of which a frame of the stack contains one; a stack is the first work that fits */
    NetworkWork(String... methods) {
        this.methods = methods;
    }

    static NetworkWork of(StackTraceElement[] stack) {
        return Arrays.stream(values())
                .filter(work -> Arrays.stream(work.methods).anyMatch(method -> Arrays.stream(stack)
                        .anyMatch(frame -> (frame.getClassName() + "." + frame.getMethodName()).contains(method))))
                .findFirst()
                .orElse(OTHER_TASKS);
    }

    String inWords() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
