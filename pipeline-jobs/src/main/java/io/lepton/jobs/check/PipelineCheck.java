package io.lepton.jobs.check;

import io.lepton.config.PipelineFile;
import io.lepton.config.yaml.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Checks a pipeline file against what it speaks of. */
public final class PipelineCheck {

    /** Everything: conditions and gates, and the files and columns that the file names. */
    public PipelineFile all(PipelineFile file) {
        List<Problem> problems = new ArrayList<>(new FileCheck(file).problems());
        Optional<List<String>> columns = Optional.empty();
        if (file.sound("ingest.source")
                && file.sound("ingest.columns")
                && problems.stream().noneMatch(problem -> problem.path().startsWith("ingest.source"))) {
            SourceColumns source = SourceColumns.of(file);
            problems.addAll(source.problems());
            columns = source.names();
        }
        columns.ifPresent(names -> problems.addAll(new ColumnCheck(file, names).problems()));
        problems.addAll(new TypeCheck(file).problems());
        problems.addAll(new ConditionCheck(file, columns).problems());
        // With what is known by now: a gate is not to be blamed for a misspelt attribute elsewhere.
        problems.addAll(new GateCheck(file.with(problems)).problems());
        return file.with(problems);
    }

    /** Conditions and gates only: a later stage may run where the source's data is not. */
    public PipelineFile withoutData(PipelineFile file) {
        List<Problem> problems = new ArrayList<>(new TypeCheck(file).problems());
        problems.addAll(new ConditionCheck(file, Optional.empty()).problems());
        problems.addAll(new GateCheck(file).problems());
        return file.with(problems);
    }
}
