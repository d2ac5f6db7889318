package io.lepton.jobs.forget;

import io.lepton.lake.erasure.ErasedTable;
import java.util.List;
import java.util.Map;

/**
 * What was found of a person, and what was erased.
 *
 * @param requestId of the receipt in {@code audits/privacy}
 * @param rows found, by table
 * @param erased what each table lost; empty where it was only looked
 * @param models that the person had a part in
 */
public record Forgotten(String requestId, Map<String, Long> rows, List<ErasedTable> erased, List<TrainedModel> models) {
    public Forgotten {
        rows = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(rows));
        erased = List.copyOf(erased);
        models = List.copyOf(models);
    }
}
