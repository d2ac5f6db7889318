package io.lepton.lake;

import java.util.Map;

/** Who writes: the same id writes a table at most once, however often it tries. */
public record WriteId(String runId, String stage) {

    /** Delta's transaction identifier: a write that the log already holds is skipped. */
    public Map<String, String> deltaOptions(String table) {
        return Map.of("txnAppId", application(table), "txnVersion", "1");
    }

    String application(String table) {
        return "lepton/" + table + "/" + runId + "/" + stage;
    }
}
