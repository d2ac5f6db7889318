package io.lepton.training.curves;

import java.util.List;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.util.CollectionAccumulator;
import scala.collection.JavaConverters;

/**
 * Hands what tasks record to a listener in the driver: at each heartbeat of the executors ({@code spark.executor.heartbeatInterval}), and
 * the rest when closed. A step that is taken again, after a task was lost, is reported once.
 */
public final class LiveCurves implements AutoCloseable {
    private final SparkContext spark;
    private final CollectionAccumulator<CurvePoint> points;
    private final CurveListener listener;
    private final CurveRecorder recorder;
    private final Heartbeats heartbeats = new Heartbeats();
    private int lastStep;

    /** Listens for one training. */
    public LiveCurves(SparkContext spark, String curve, CurveListener listener) {
        this.spark = spark;
        this.listener = listener;
        this.points = spark.collectionAccumulator("learning curve of " + curve);
        this.recorder = new CurveRecorder(curve, points);
        spark.addSparkListener(heartbeats);
    }

    public CurveRecorder recorder() {
        return recorder;
    }

    private synchronized void deliver(List<CurvePoint> recorded) {
        for (CurvePoint point : recorded) {
            if (point.step() > lastStep) {
                lastStep = point.step();
                listener.point(point);
            }
        }
    }

    /** Delivers what is left; call it when the job that records has ended. */
    @Override
    public void close() {
        spark.removeSparkListener(heartbeats);
        deliver(points.value());
    }

    private final class Heartbeats extends SparkListener {
        @Override
        public void onExecutorMetricsUpdate(SparkListenerExecutorMetricsUpdate update) {
            JavaConverters.seqAsJavaList(update.accumUpdates())
                    .forEach(task -> JavaConverters.seqAsJavaList(task._4()).forEach(this::take));
        }

        private void take(AccumulableInfo info) {
            if (info.id() == points.id()
                    && info.update().isDefined()
                    && info.update().get() instanceof List<?> list) {
                deliver(list.stream().map(CurvePoint.class::cast).toList());
            }
        }
    }
}
