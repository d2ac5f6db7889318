package io.lepton.jobs.curves;

import io.lepton.jobs.Progress;
import io.lepton.training.curves.CurveListener;
import io.lepton.training.curves.CurvePoint;
import io.lepton.training.curves.tensorboard.EventFiles;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/**
 * Hears of every step of every model that is fitted, several at once: writes it to TensorBoard's event files, shows it, and keeps it.
 * Event files are a convenience: where they can't be written, the training goes on without.
 */
public final class TrainingCurves implements AutoCloseable {
    private final Configuration hadoop;
    private final String folder;
    private final Progress progress;
    private final List<ModelPoint> points = new ArrayList<>();
    private final Map<String, EventFiles> files = new HashMap<>();
    private boolean writes = true;

    /** @param folder for event files: below it each model has a folder, and in that each of its curves */
    public TrainingCurves(Configuration hadoop, String folder, Progress progress) {
        this.hadoop = hadoop;
        this.folder = folder;
        this.progress = progress;
    }

    /** Listens to the trainings of one model. */
    public CurveListener of(String model) {
        return point -> took(new ModelPoint(model, point));
    }

    private synchronized void took(ModelPoint step) {
        progress.training(step.model(), step.point());
        write(() -> files.computeIfAbsent(folderOf(step), name -> opened(name, step))
                .add(step.point()));
        points.add(step);
    }

    /** Where the training goes on from a checkpoint, the steps before it are in the files of an earlier attempt at this run. */
    private EventFiles opened(String name, ModelPoint first) {
        EventFiles opened = new EventFiles(hadoop, name);
        opened.stepsBefore(first.point()).forEach(step -> points.add(new ModelPoint(first.model(), step)));
        return opened;
    }

    private String folderOf(ModelPoint step) {
        CurvePoint point = step.point();
        return folder + "/" + named(step.model()) + "/" + named(point.curve());
    }

    private static String named(String name) {
        return name.replaceAll("[^A-Za-z0-9._-]+", "-");
    }

    private void write(Runnable work) {
        if (!writes) {
            return;
        }
        try {
            work.run();
        } catch (UncheckedIOException e) {
            writes = false;
            progress.step(e.getMessage() + " (the training goes on without them)");
        }
    }

    /** The steps so far, of each training in their order. */
    public synchronized List<ModelPoint> points() {
        return List.copyOf(points);
    }

    /** Call it when no model is fitted any more. */
    @Override
    public synchronized void close() {
        files.values().forEach(file -> write(file::close));
        if (!points.isEmpty()) {
            progress.trained();
        }
    }
}
