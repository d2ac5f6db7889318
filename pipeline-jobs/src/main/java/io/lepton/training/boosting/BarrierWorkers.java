package io.lepton.training.boosting;

import java.util.Map;
import java.util.Optional;
import ml.dmlc.xgboost4j.java.Communicator;
import ml.dmlc.xgboost4j.java.Communicator.OpType;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.apache.spark.BarrierTaskContext;

/**
 * The tasks of a barrier stage, joined by XGBoost's tracker. That of a stage's first attempt runs in the driver; when Spark tries again, the
 * first task has one, for the driver can't tell the workers of one attempt from those of another.
 */
final class BarrierWorkers implements WorkerGroup {
    private final BarrierTaskContext context;
    private final Optional<Tracker> own;
    private boolean left;

    private BarrierWorkers(BarrierTaskContext context, Optional<Tracker> own) {
        this.context = context;
        this.own = own;
    }

    /**
     * Called by all tasks of a stage.
     *
     * @param ofDriver how to find the driver's tracker; empty: it has none
     */
    static BarrierWorkers join(BarrierTaskContext context, String ofDriver) throws XGBoostError {
        if (!ofDriver.isEmpty() && context.stageAttemptNumber() == 0) {
            init(context, ofDriver);
            return new BarrierWorkers(context, Optional.empty());
        }
        Optional<Tracker> own = context.partitionId() == 0 ? Optional.of(tracker(context)) : Optional.empty();
        BarrierWorkers workers = new BarrierWorkers(context, own);
        try {
            // The only talk by way of Spark, which takes a second each time.
            init(context, context.allGather(own.map(Tracker::arguments).orElse(""))[0]);
            return workers;
        } catch (XGBoostError | RuntimeException e) {
            workers.stopTracker();
            throw e;
        }
    }

    private static void init(BarrierTaskContext context, String tracker) throws XGBoostError {
        Map<String, Object> settings = Tracker.settings(tracker);
        settings.put("dmlc_task_id", String.valueOf(context.partitionId()));
        settings.put("dmlc_timeout_sec", Tracker.TIMEOUT_SECONDS);
        // All listen before they are connected to; who doesn't is gone, and seconds of further tries keep Spark
        // waiting.
        settings.put("dmlc_retry", 1);
        Communicator.init(settings);
    }

    private static Tracker tracker(BarrierTaskContext context) throws XGBoostError {
        String address = context.getTaskInfos()[0].address();
        return Tracker.start(address.substring(0, address.lastIndexOf(':')), context.getTaskInfos().length);
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
        if (own.isPresent()) {
            own.get().awaitLeaving();
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
        if (own.isPresent()) {
            own.get().close();
        }
    }
}
