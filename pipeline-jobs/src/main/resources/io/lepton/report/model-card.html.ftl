<#import "parts.ftl" as p>
<#import "mitigation.ftl" as made>
<@p.page title="Model card: " + report.title>
<header><h1>Model card: ${report.title}</h1>
<p class="soft"><#if report.lineage.model?has_content><code>${report.lineage.model}</code> · </#if>run <code>${report.runId}</code> · ${report.createdAt}</p></header>
<@p.cards/>
<section aria-labelledby="purpose"><h2 id="purpose">What it is for</h2><p class="plain">${report.purpose}</p><p class="soft">Task: ${report.task}.</p></section>
<@p.data/>
<@p.dataAuditSection/>
<@p.modelsSection/>
<@made.section/>
<@p.fairnessSection/>
<@p.privacySection/>
<@p.driversSection/>
<@p.lineageSection/>
<@p.limitsSection/>
</@p.page>
