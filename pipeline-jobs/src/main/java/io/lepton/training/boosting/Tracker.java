package io.lepton.training.boosting;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.HashMap;
import java.util.Map;
import ml.dmlc.xgboost4j.java.RabitTracker;
import ml.dmlc.xgboost4j.java.XGBoostError;

/** XGBoost's own meeting point for the workers of one training. */
final class Tracker implements AutoCloseable {
    /** How long workers wait for one another before they take a machine for lost that doesn't close its connections. */
    static final int TIMEOUT_SECONDS = 300;

    /** How long to wait for workers to say that they leave, all of them having nothing else to do. */
    private static final int LEAVING_SECONDS = 10;

    private final RabitTracker tracker;
    private final String arguments;

    private Tracker(RabitTracker tracker, String arguments) {
        this.tracker = tracker;
        this.arguments = arguments;
    }

    /**
     * Starts to listen.
     *
     * @param host of this process, as the workers know it
     * @throws XGBoostError when this process can't listen there
     */
    static Tracker start(String host, int workers) throws XGBoostError {
        RabitTracker tracker = new RabitTracker(workers, host, 0, TIMEOUT_SECONDS);
        tracker.start();
        try {
            return new Tracker(tracker, new ObjectMapper().writeValueAsString(tracker.getWorkerArgs()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What a worker needs to find it, as text. */
    String arguments() {
        return arguments;
    }

    /** The settings that XGBoost takes from a worker, of what {@link #arguments} said. */
    static Map<String, Object> settings(String arguments) {
        try {
            return new HashMap<>(new ObjectMapper().readValue(arguments, new TypeReference<Map<String, Object>>() {}));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Cannot join the tracker by " + arguments, e);
        }
    }

    void awaitLeaving() throws XGBoostError {
        tracker.waitFor(LEAVING_SECONDS);
    }

    @Override
    public void close() throws XGBoostError {
        tracker.stop();
    }
}
