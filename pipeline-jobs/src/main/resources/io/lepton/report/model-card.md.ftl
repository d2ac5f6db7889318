<#assign nan = "NaN"?number>
# Model card: ${report.title}

<#if report.lineage.model?has_content>Model ${report.lineage.model}, run<#else>Run</#if> ${report.runId}, ${report.createdAt}. Gates: **${say.verdict()}** (${say.verdictNote()}).

## What it is for

${report.purpose}

Task: ${report.task}.

## Data

${say.data()}

| Stage | Outcome | Rows in | Rows out | Set aside |
| --- | --- | ---: | ---: | ---: |
<#list report.stages as stage>
| ${stage.name} | ${stage.status} | ${figures.count(stage.rowsIn)} | ${figures.count(stage.rowsOut)} | ${figures.count(stage.rowsQuarantined)} |
</#list>

<#list dataAudit as found>
<#if found.warnings?has_content>
What the data says of groups of people, before any model:

<#list found.warnings as warning>
- ${warning}
</#list>

</#if>
</#list>
## Quality

${say.models()}

| Model |<#list say.modelMetrics() as metric> ${figures.name(metric)} |</#list>
| --- |<#list say.modelMetrics() as metric> ---: |</#list>
<#list report.models as model>
| ${figures.name(model.name)}<#if model.chosen> (chosen)</#if> |<#list say.modelMetrics() as metric> ${figures.number((model.test[metric])!(model.outOfFold[metric])!nan)} |</#list>
</#list>

Measured on test rows; on rows held out in turn during training where a model has no test figure.
<#list calibration as found>

Expected calibration error on test rows: ${figures.number(found.error)}<#if !found.errorBefore?is_nan>, and ${figures.number(found.errorBefore)} before the probabilities were mended</#if>.
</#list>
<#if report.compression?has_content>

<#list report.compression as sentence>${sentence}<#sep> </#sep></#list>
</#if>

<#include "mitigation.md.ftl">
## Fairness

<#list say.fairness() as sentence>
${sentence}

</#list>
<#list fairness as each>
${each.tell.gates()}

<#if each.found.gates?has_content>
| Gate | Applied to | Condition | Found | Verdict |
| --- | --- | --- | ---: | --- |
<#list each.found.gates as gate>
| ${each.view.name(gate.metric)} | ${gate.attributes} | ${gate.condition} | ${figures.number(gate.value)} | ${gate.passed?then("passed", "refused")} |
</#list>
</#if>

| Attribute | Group | Rows |<#list each.view.groupMetrics() as metric> ${each.view.name(metric)} |</#list>
| --- | --- | ---: |<#list each.view.groupMetrics() as metric> ---: |</#list>
<#list each.found.groups as group>
| ${group.attributes} | ${group.group}<#if !group.judged> (not judged)</#if> | <#if group.countSuppressed>withheld<#else>${figures.count(group.count)}</#if> |<#list each.view.groupMetrics() as metric> ${figures.number((group.metrics[metric])!nan)} |</#list>
</#list>

| Attribute | Disparity | Value | 95 % interval | Corrected p-value | Worst off | Best off |
| --- | --- | ---: | ---: | ---: | --- | --- |
<#list each.view.disparities() as disparity>
| ${disparity.attributes} | ${figures.name(disparity.metric)} | ${figures.number(disparity.value)} | ${figures.number(disparity.interval.low)} to ${figures.number(disparity.interval.high)} | ${figures.pValue(disparity.pValue)} | ${disparity.worstGroup} | ${disparity.bestGroup} |
</#list>

<#list each.view.slices() as slices><#if slices.worst?has_content>
| Where it errs most | Rows | ${slices.wrongIsAShare?then("Wrong there", "Off by there")} | Elsewhere | Corrected p-value |
| --- | ---: | ---: | ---: | ---: |
<#list each.view.worst(slices) as slice>
| ${slice.condition} | ${figures.count(slice.rows)} | ${each.view.loss(slices, slice.loss)} | ${each.view.loss(slices, slice.rest)} | ${figures.pValue(slice.pValue)} |
</#list>
</#if></#list>
</#list>

## Privacy

${say.privacy()}

<#list privacy as found>
<#list found.protections as protection>
- ${protection}
</#list>
</#list>

## What drives the scores

${say.drivers()}

| Column | Loss of quality when shuffled |
| --- | ---: |
<#list report.drivers as driver>
| ${driver.column} | ${figures.number(driver.importance)} |
</#list>

## Lineage

${say.lineage()}

| Table | Version | Role |
| --- | ---: | --- |
<#list report.lineage.tables as table>
| ${table.name} | ${table.version?c} | ${table.role} |
</#list>

Pipeline file ${report.lineage.pipelineFile}; configuration ${report.lineage.configHash}; code ${report.lineage.codeVersion}; seed ${report.lineage.seed?c}.

## Limits

<#list report.limits as limit>
- ${limit}
</#list>
- A score is an estimate from past data; a person should be able to question any decision based on it.
- The audit covers only the attributes listed under Fairness; groups that were not judged may be treated differently without notice.
- Figures hold for data like the data used here. If people or processes change, audit again.
