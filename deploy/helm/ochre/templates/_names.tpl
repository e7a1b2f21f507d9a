{{- define "ochre.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" -}}
{{- end -}}

{{- define "ochre.fullname" -}}
{{- if contains .Chart.Name .Release.Name -}}
{{- .Release.Name | trunc 63 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name .Chart.Name | trunc 63 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{- define "ochre.selector" -}}
app.kubernetes.io/name: {{ include "ochre.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "ochre.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{ include "ochre.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end -}}

{{- define "ochre.serviceAccount" -}}
{{- if .Values.serviceAccount.create -}}
{{- default (include "ochre.fullname" .) .Values.serviceAccount.name -}}
{{- else -}}
{{- default "default" .Values.serviceAccount.name -}}
{{- end -}}
{{- end -}}

{{- define "ochre.isMany" -}}
{{- if or .Values.autoscaling.enabled (gt (int .Values.replicas) 1) -}}yes{{- end -}}
{{- end -}}

{{- define "ochre.check" -}}
{{- if not .Values.existingSecret -}}
{{- fail "existingSecret is missing: name a Secret that has OCHRE_API_KEY. Other hosts reach a pod, so the gateway does not start without a key." -}}
{{- end -}}
{{- if and (include "ochre.isMany" .) (not .Values.bucket) (not (and .Values.persistence.enabled (has "ReadWriteMany" .Values.persistence.accessModes))) -}}
{{- fail "More than one pod needs a place for images that all reach: set bucket, or persistence.accessModes: [ReadWriteMany] with persistence.enabled." -}}
{{- end -}}
{{- if and .Values.ingress.enabled (not .Values.ingress.host) -}}
{{- fail "ingress.host is missing: links begin with it." -}}
{{- end -}}
{{- end -}}
