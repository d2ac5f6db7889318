package io.lepton.training.boosting;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import ml.dmlc.xgboost4j.java.Communicator;
import ml.dmlc.xgboost4j.java.Communicator.OpType;
import ml.dmlc.xgboost4j.java.RabitTracker;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.apache.spark.BarrierTaskContext;

/**
 * The tasks of a barrier stage, joined by XGBoost's tracker. The tracker runs in the first of them, so that a stage that Spark tries again
 * has one of its own.
 */
final class BarrierWorkers implements WorkerGroup {
    /** How long workers wait for one another before they take a machine for lost that doesn't close its connections. */
    private static final int TIMEOUT_SECONDS = 300;

    /** How long the first waits for the others to say that they leave, all of them having nothing else to do. */
    private static final int LEAVING_SECONDS = 10;

    private final BarrierTaskContext context;
    private final Optional<RabitTracker> tracker;
    private boolean left;

    private BarrierWorkers(BarrierTaskContext context, Optional<RabitTracker> tracker) {
        this.context = context;
        this.tracker = tracker;
    }

    /** Called by all tasks of a stage. */
    static BarrierWorkers join(BarrierTaskContext context) throws XGBoostError {
        Optional<RabitTracker> tracker = context.partitionId() == 0 ? Optional.of(tracker(context)) : Optional.empty();
        BarrierWorkers workers = new BarrierWorkers(context, tracker);
        try {
            // The only talk by way of Spark, which takes a second each time.
            Map<String, Object> arguments =
                    parsed(context.allGather(tracker.isPresent() ? text(tracker.get()) : "")[0]);
            arguments.put("dmlc_task_id", String.valueOf(context.partitionId()));
            arguments.put("dmlc_timeout_sec", TIMEOUT_SECONDS);
            // All listen before they are connected to; who doesn't is gone, and seconds of further tries keep Spark
            // waiting.
            arguments.put("dmlc_retry", 1);
            Communicator.init(arguments);
            return workers;
        } catch (XGBoostError | RuntimeException e) {
            workers.stopTracker();
            throw e;
        }
    }

    private static RabitTracker tracker(BarrierTaskContext context) throws XGBoostError {
        String address = context.getTaskInfos()[0].address();
        RabitTracker tracker = new RabitTracker(
                context.getTaskInfos().length, address.substring(0, address.lastIndexOf(':')), 0, TIMEOUT_SECONDS);
        tracker.start();
        return tracker;
    }

    private static String text(RabitTracker tracker) throws XGBoostError {
        try {
            return new ObjectMapper().writeValueAsString(tracker.getWorkerArgs());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, Object> parsed(String arguments) {
        try {
            return new HashMap<>(new ObjectMapper().readValue(arguments, new TypeReference<Map<String, Object>>() {}));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Cannot join the tracker by " + arguments, e);
        }
    }

    @Override
    public int number() {
        return context.partitionId();
    }

    @Override
    public float[] reduce(float[] values, OpType operation) {
        return Communicator.allReduce(values, operation);
    }

    @Override
    public void leave() throws XGBoostError {
        left = true;
        Communicator.shutdown();
        if (tracker.isPresent()) {
            tracker.get().waitFor(LEAVING_SECONDS);
        }
    }

    @Override
    public void close() throws XGBoostError {
        try {
            if (!left) {
                Communicator.shutdown();
            }
        } finally {
            stopTracker();
        }
    }

    private void stopTracker() throws XGBoostError {
        if (tracker.isPresent()) {
            tracker.get().stop();
        }
    }
}
