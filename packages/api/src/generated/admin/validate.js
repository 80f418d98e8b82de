// Emitted by "npm run contract" from the swagger of this api-version; do not edit.
"use strict";
export const validate = validate10;
const schema11 = {"type":"object","properties":{"id":{"type":"string","nullable":true},"name":{"type":"string","nullable":true},"type":{"type":"string","nullable":true},"location":{"type":"string","nullable":true},"tags":{"type":"object","nullable":true,"additionalProperties":{"type":"string","nullable":true}},"properties":{"type":"object","nullable":true,"properties":{"architectureVersion":{"type":"integer","nullable":true,"minimum":-2147483648,"maximum":2147483647},"provisioningState":{"type":"string","nullable":true},"lastProvisioningState":{"type":"string","nullable":true},"failedProvisioningState":{"type":"string","nullable":true},"lastAdminUpdateError":{"type":"string","nullable":true},"maintenanceTask":{"type":"string","nullable":true},"operatorFlags":{"type":"object","nullable":true,"additionalProperties":{"type":"string","nullable":true}},"operatorVersion":{"type":"string","nullable":true},"createdAt":{"type":"string","nullable":true},"createdBy":{"type":"string","nullable":true},"provisionedBy":{"type":"string","nullable":true},"clusterProfile":{"type":"object","nullable":true,"properties":{"domain":{"type":"string","nullable":true},"version":{"type":"string","nullable":true},"resourceGroupId":{"type":"string","nullable":true},"fipsValidatedModules":{"type":"string","nullable":true},"oidcIssuer":{"type":"string","nullable":true}}},"featureProfile":{"type":"object","nullable":true,"properties":{"gatewayEnabled":{"type":"boolean","nullable":true}}},"consoleProfile":{"type":"object","nullable":true,"properties":{"url":{"type":"string","nullable":true}}},"servicePrincipalProfile":{"type":"object","nullable":true,"properties":{"clientId":{"type":"string","nullable":true},"clientSecret":{"type":"string","nullable":true},"spObjectId":{"type":"string","nullable":true}}},"platformWorkloadIdentityProfile":{"type":"object","nullable":true,"properties":{"upgradeableTo":{"type":"string","nullable":true},"platformWorkloadIdentities":{"type":"object","nullable":true,"additionalProperties":{"type":"object","nullable":true,"properties":{"resourceId":{"type":"string","nullable":true},"clientId":{"type":"string","nullable":true},"objectId":{"type":"string","nullable":true}}}}}},"networkProfile":{"type":"object","nullable":true,"properties":{"podCidr":{"type":"string","nullable":true},"serviceCidr":{"type":"string","nullable":true},"softwareDefinedNetwork":{"type":"string","nullable":true},"mtuSize":{"type":"integer","nullable":true,"minimum":-2147483648,"maximum":2147483647},"outboundType":{"type":"string","nullable":true},"privateEndpointIp":{"type":"string","nullable":true},"gatewayPrivateEndpointIp":{"type":"string","nullable":true},"gatewayPrivateLinkId":{"type":"string","nullable":true},"preconfiguredNSG":{"type":"string","nullable":true},"loadBalancerProfile":{"type":"object","nullable":true,"properties":{"managedOutboundIps":{"type":"object","nullable":true,"properties":{"count":{"type":"integer","nullable":true,"minimum":-2147483648,"maximum":2147483647}}},"effectiveOutboundIps":{"type":"array","nullable":true,"items":{"type":"object","nullable":true,"properties":{"id":{"type":"string","nullable":true}}}},"outboundIps":{"type":"array","nullable":true,"items":{"type":"object","nullable":true,"properties":{"id":{"type":"string","nullable":true}}}},"outboundIpPrefixes":{"type":"array","nullable":true,"items":{"type":"object","nullable":true,"properties":{"id":{"type":"string","nullable":true}}}},"allocatedOutboundPorts":{"type":"integer","nullable":true,"minimum":-2147483648,"maximum":2147483647}}}}},"masterProfile":{"type":"object","nullable":true,"properties":{"vmSize":{"type":"string","nullable":true},"subnetId":{"type":"string","nullable":true},"encryptionAtHost":{"type":"string","nullable":true},"diskEncryptionSetId":{"type":"string","nullable":true}}},"workerProfiles":{"type":"array","nullable":true,"items":{"type":"object","nullable":true,"properties":{"name":{"type":"string","nullable":true},"vmSize":{"type":"string","nullable":true},"diskSizeGB":{"type":"integer","nullable":true,"minimum":-2147483648,"maximum":2147483647},"subnetId":{"type":"string","nullable":true},"count":{"type":"integer","nullable":true,"minimum":-2147483648,"maximum":2147483647},"encryptionAtHost":{"type":"string","nullable":true},"diskEncryptionSetId":{"type":"string","nullable":true}}}},"workerProfilesStatus":{"type":"array","nullable":true,"items":{"type":"object","nullable":true,"properties":{"name":{"type":"string","nullable":true},"vmSize":{"type":"string","nullable":true},"diskSizeGB":{"type":"integer","nullable":true,"minimum":-2147483648,"maximum":2147483647},"subnetId":{"type":"string","nullable":true},"count":{"type":"integer","nullable":true,"minimum":-2147483648,"maximum":2147483647},"encryptionAtHost":{"type":"string","nullable":true},"diskEncryptionSetId":{"type":"string","nullable":true}}}},"apiserverProfile":{"type":"object","nullable":true,"properties":{"visibility":{"type":"string","nullable":true},"url":{"type":"string","nullable":true},"ip":{"type":"string","nullable":true},"intIp":{"type":"string","nullable":true}}},"ingressProfiles":{"type":"array","nullable":true,"items":{"type":"object","nullable":true,"properties":{"name":{"type":"string","nullable":true},"visibility":{"type":"string","nullable":true},"ip":{"type":"string","nullable":true}}}},"install":{"type":"object","nullable":true,"properties":{"now":{"type":"string","nullable":true},"phase":{"type":"string","nullable":true}}},"storageSuffix":{"type":"string","nullable":true},"registryProfiles":{"type":"array","nullable":true,"items":{"type":"object","nullable":true,"properties":{"name":{"type":"string","nullable":true},"username":{"type":"string","nullable":true},"issueDate":{"type":"string","nullable":true}}}},"imageRegistryStorageAccountName":{"type":"string","nullable":true},"infraId":{"type":"string","nullable":true},"hiveProfile":{"type":"object","nullable":true,"properties":{"namespace":{"type":"string","nullable":true},"createdByHive":{"type":"boolean","nullable":true}}},"maintenanceState":{"type":"string","nullable":true}}},"identity":{"type":"object","nullable":true,"properties":{"type":{"type":"string","nullable":true},"principalId":{"type":"string","nullable":true},"tenantId":{"type":"string","nullable":true},"userAssignedIdentities":{"type":"object","nullable":true,"additionalProperties":{"type":"object","nullable":true,"properties":{"clientId":{"type":"string","nullable":true},"principalId":{"type":"string","nullable":true}}}}}},"operatorFlagsMergeStrategy":{"type":"string","nullable":true}}};

function validate10(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.id !== undefined){
let data0 = data.id;
if((typeof data0 !== "string") && (data0 !== null)){
const err0 = {instancePath:instancePath+"/id",schemaPath:"#/properties/id/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
if(data.name !== undefined){
let data1 = data.name;
if((typeof data1 !== "string") && (data1 !== null)){
const err1 = {instancePath:instancePath+"/name",schemaPath:"#/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(data.type !== undefined){
let data2 = data.type;
if((typeof data2 !== "string") && (data2 !== null)){
const err2 = {instancePath:instancePath+"/type",schemaPath:"#/properties/type/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(data.location !== undefined){
let data3 = data.location;
if((typeof data3 !== "string") && (data3 !== null)){
const err3 = {instancePath:instancePath+"/location",schemaPath:"#/properties/location/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data.tags !== undefined){
let data4 = data.tags;
if((!(data4 && typeof data4 == "object" && !Array.isArray(data4))) && (data4 !== null)){
const err4 = {instancePath:instancePath+"/tags",schemaPath:"#/properties/tags/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
if(data4 && typeof data4 == "object" && !Array.isArray(data4)){
for(const key0 in data4){
let data5 = data4[key0];
if((typeof data5 !== "string") && (data5 !== null)){
const err5 = {instancePath:instancePath+"/tags/" + key0.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/tags/additionalProperties/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
}
}
if(data.properties !== undefined){
let data6 = data.properties;
if((!(data6 && typeof data6 == "object" && !Array.isArray(data6))) && (data6 !== null)){
const err6 = {instancePath:instancePath+"/properties",schemaPath:"#/properties/properties/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
if(data6 && typeof data6 == "object" && !Array.isArray(data6)){
if(data6.architectureVersion !== undefined){
let data7 = data6.architectureVersion;
if((!(((typeof data7 == "number") && (!(data7 % 1) && !isNaN(data7))) && (isFinite(data7)))) && (data7 !== null)){
const err7 = {instancePath:instancePath+"/properties/architectureVersion",schemaPath:"#/properties/properties/properties/architectureVersion/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
if((typeof data7 == "number") && (isFinite(data7))){
if(data7 > 2147483647 || isNaN(data7)){
const err8 = {instancePath:instancePath+"/properties/architectureVersion",schemaPath:"#/properties/properties/properties/architectureVersion/maximum",keyword:"maximum",params:{comparison: "<=", limit: 2147483647},message:"must be <= 2147483647"};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
if(data7 < -2147483648 || isNaN(data7)){
const err9 = {instancePath:instancePath+"/properties/architectureVersion",schemaPath:"#/properties/properties/properties/architectureVersion/minimum",keyword:"minimum",params:{comparison: ">=", limit: -2147483648},message:"must be >= -2147483648"};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
}
if(data6.provisioningState !== undefined){
let data8 = data6.provisioningState;
if((typeof data8 !== "string") && (data8 !== null)){
const err10 = {instancePath:instancePath+"/properties/provisioningState",schemaPath:"#/properties/properties/properties/provisioningState/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
if(data6.lastProvisioningState !== undefined){
let data9 = data6.lastProvisioningState;
if((typeof data9 !== "string") && (data9 !== null)){
const err11 = {instancePath:instancePath+"/properties/lastProvisioningState",schemaPath:"#/properties/properties/properties/lastProvisioningState/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
if(data6.failedProvisioningState !== undefined){
let data10 = data6.failedProvisioningState;
if((typeof data10 !== "string") && (data10 !== null)){
const err12 = {instancePath:instancePath+"/properties/failedProvisioningState",schemaPath:"#/properties/properties/properties/failedProvisioningState/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
if(data6.lastAdminUpdateError !== undefined){
let data11 = data6.lastAdminUpdateError;
if((typeof data11 !== "string") && (data11 !== null)){
const err13 = {instancePath:instancePath+"/properties/lastAdminUpdateError",schemaPath:"#/properties/properties/properties/lastAdminUpdateError/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
if(data6.maintenanceTask !== undefined){
let data12 = data6.maintenanceTask;
if((typeof data12 !== "string") && (data12 !== null)){
const err14 = {instancePath:instancePath+"/properties/maintenanceTask",schemaPath:"#/properties/properties/properties/maintenanceTask/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
if(data6.operatorFlags !== undefined){
let data13 = data6.operatorFlags;
if((!(data13 && typeof data13 == "object" && !Array.isArray(data13))) && (data13 !== null)){
const err15 = {instancePath:instancePath+"/properties/operatorFlags",schemaPath:"#/properties/properties/properties/operatorFlags/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
if(data13 && typeof data13 == "object" && !Array.isArray(data13)){
for(const key1 in data13){
let data14 = data13[key1];
if((typeof data14 !== "string") && (data14 !== null)){
const err16 = {instancePath:instancePath+"/properties/operatorFlags/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/properties/properties/operatorFlags/additionalProperties/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
}
}
if(data6.operatorVersion !== undefined){
let data15 = data6.operatorVersion;
if((typeof data15 !== "string") && (data15 !== null)){
const err17 = {instancePath:instancePath+"/properties/operatorVersion",schemaPath:"#/properties/properties/properties/operatorVersion/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
if(data6.createdAt !== undefined){
let data16 = data6.createdAt;
if((typeof data16 !== "string") && (data16 !== null)){
const err18 = {instancePath:instancePath+"/properties/createdAt",schemaPath:"#/properties/properties/properties/createdAt/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
if(data6.createdBy !== undefined){
let data17 = data6.createdBy;
if((typeof data17 !== "string") && (data17 !== null)){
const err19 = {instancePath:instancePath+"/properties/createdBy",schemaPath:"#/properties/properties/properties/createdBy/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
if(data6.provisionedBy !== undefined){
let data18 = data6.provisionedBy;
if((typeof data18 !== "string") && (data18 !== null)){
const err20 = {instancePath:instancePath+"/properties/provisionedBy",schemaPath:"#/properties/properties/properties/provisionedBy/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
}
if(data6.clusterProfile !== undefined){
let data19 = data6.clusterProfile;
if((!(data19 && typeof data19 == "object" && !Array.isArray(data19))) && (data19 !== null)){
const err21 = {instancePath:instancePath+"/properties/clusterProfile",schemaPath:"#/properties/properties/properties/clusterProfile/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
if(data19 && typeof data19 == "object" && !Array.isArray(data19)){
if(data19.domain !== undefined){
let data20 = data19.domain;
if((typeof data20 !== "string") && (data20 !== null)){
const err22 = {instancePath:instancePath+"/properties/clusterProfile/domain",schemaPath:"#/properties/properties/properties/clusterProfile/properties/domain/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
}
if(data19.version !== undefined){
let data21 = data19.version;
if((typeof data21 !== "string") && (data21 !== null)){
const err23 = {instancePath:instancePath+"/properties/clusterProfile/version",schemaPath:"#/properties/properties/properties/clusterProfile/properties/version/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
}
if(data19.resourceGroupId !== undefined){
let data22 = data19.resourceGroupId;
if((typeof data22 !== "string") && (data22 !== null)){
const err24 = {instancePath:instancePath+"/properties/clusterProfile/resourceGroupId",schemaPath:"#/properties/properties/properties/clusterProfile/properties/resourceGroupId/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
}
if(data19.fipsValidatedModules !== undefined){
let data23 = data19.fipsValidatedModules;
if((typeof data23 !== "string") && (data23 !== null)){
const err25 = {instancePath:instancePath+"/properties/clusterProfile/fipsValidatedModules",schemaPath:"#/properties/properties/properties/clusterProfile/properties/fipsValidatedModules/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
}
if(data19.oidcIssuer !== undefined){
let data24 = data19.oidcIssuer;
if((typeof data24 !== "string") && (data24 !== null)){
const err26 = {instancePath:instancePath+"/properties/clusterProfile/oidcIssuer",schemaPath:"#/properties/properties/properties/clusterProfile/properties/oidcIssuer/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
}
}
}
if(data6.featureProfile !== undefined){
let data25 = data6.featureProfile;
if((!(data25 && typeof data25 == "object" && !Array.isArray(data25))) && (data25 !== null)){
const err27 = {instancePath:instancePath+"/properties/featureProfile",schemaPath:"#/properties/properties/properties/featureProfile/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
if(data25 && typeof data25 == "object" && !Array.isArray(data25)){
if(data25.gatewayEnabled !== undefined){
let data26 = data25.gatewayEnabled;
if((typeof data26 !== "boolean") && (data26 !== null)){
const err28 = {instancePath:instancePath+"/properties/featureProfile/gatewayEnabled",schemaPath:"#/properties/properties/properties/featureProfile/properties/gatewayEnabled/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
}
}
}
if(data6.consoleProfile !== undefined){
let data27 = data6.consoleProfile;
if((!(data27 && typeof data27 == "object" && !Array.isArray(data27))) && (data27 !== null)){
const err29 = {instancePath:instancePath+"/properties/consoleProfile",schemaPath:"#/properties/properties/properties/consoleProfile/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
if(data27 && typeof data27 == "object" && !Array.isArray(data27)){
if(data27.url !== undefined){
let data28 = data27.url;
if((typeof data28 !== "string") && (data28 !== null)){
const err30 = {instancePath:instancePath+"/properties/consoleProfile/url",schemaPath:"#/properties/properties/properties/consoleProfile/properties/url/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
}
}
}
if(data6.servicePrincipalProfile !== undefined){
let data29 = data6.servicePrincipalProfile;
if((!(data29 && typeof data29 == "object" && !Array.isArray(data29))) && (data29 !== null)){
const err31 = {instancePath:instancePath+"/properties/servicePrincipalProfile",schemaPath:"#/properties/properties/properties/servicePrincipalProfile/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
if(data29 && typeof data29 == "object" && !Array.isArray(data29)){
if(data29.clientId !== undefined){
let data30 = data29.clientId;
if((typeof data30 !== "string") && (data30 !== null)){
const err32 = {instancePath:instancePath+"/properties/servicePrincipalProfile/clientId",schemaPath:"#/properties/properties/properties/servicePrincipalProfile/properties/clientId/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
}
if(data29.clientSecret !== undefined){
let data31 = data29.clientSecret;
if((typeof data31 !== "string") && (data31 !== null)){
const err33 = {instancePath:instancePath+"/properties/servicePrincipalProfile/clientSecret",schemaPath:"#/properties/properties/properties/servicePrincipalProfile/properties/clientSecret/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
}
if(data29.spObjectId !== undefined){
let data32 = data29.spObjectId;
if((typeof data32 !== "string") && (data32 !== null)){
const err34 = {instancePath:instancePath+"/properties/servicePrincipalProfile/spObjectId",schemaPath:"#/properties/properties/properties/servicePrincipalProfile/properties/spObjectId/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err34];
}
else {
vErrors.push(err34);
}
errors++;
}
}
}
}
if(data6.platformWorkloadIdentityProfile !== undefined){
let data33 = data6.platformWorkloadIdentityProfile;
if((!(data33 && typeof data33 == "object" && !Array.isArray(data33))) && (data33 !== null)){
const err35 = {instancePath:instancePath+"/properties/platformWorkloadIdentityProfile",schemaPath:"#/properties/properties/properties/platformWorkloadIdentityProfile/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err35];
}
else {
vErrors.push(err35);
}
errors++;
}
if(data33 && typeof data33 == "object" && !Array.isArray(data33)){
if(data33.upgradeableTo !== undefined){
let data34 = data33.upgradeableTo;
if((typeof data34 !== "string") && (data34 !== null)){
const err36 = {instancePath:instancePath+"/properties/platformWorkloadIdentityProfile/upgradeableTo",schemaPath:"#/properties/properties/properties/platformWorkloadIdentityProfile/properties/upgradeableTo/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err36];
}
else {
vErrors.push(err36);
}
errors++;
}
}
if(data33.platformWorkloadIdentities !== undefined){
let data35 = data33.platformWorkloadIdentities;
if((!(data35 && typeof data35 == "object" && !Array.isArray(data35))) && (data35 !== null)){
const err37 = {instancePath:instancePath+"/properties/platformWorkloadIdentityProfile/platformWorkloadIdentities",schemaPath:"#/properties/properties/properties/platformWorkloadIdentityProfile/properties/platformWorkloadIdentities/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err37];
}
else {
vErrors.push(err37);
}
errors++;
}
if(data35 && typeof data35 == "object" && !Array.isArray(data35)){
for(const key2 in data35){
let data36 = data35[key2];
if((!(data36 && typeof data36 == "object" && !Array.isArray(data36))) && (data36 !== null)){
const err38 = {instancePath:instancePath+"/properties/platformWorkloadIdentityProfile/platformWorkloadIdentities/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/properties/properties/platformWorkloadIdentityProfile/properties/platformWorkloadIdentities/additionalProperties/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err38];
}
else {
vErrors.push(err38);
}
errors++;
}
if(data36 && typeof data36 == "object" && !Array.isArray(data36)){
if(data36.resourceId !== undefined){
let data37 = data36.resourceId;
if((typeof data37 !== "string") && (data37 !== null)){
const err39 = {instancePath:instancePath+"/properties/platformWorkloadIdentityProfile/platformWorkloadIdentities/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/resourceId",schemaPath:"#/properties/properties/properties/platformWorkloadIdentityProfile/properties/platformWorkloadIdentities/additionalProperties/properties/resourceId/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err39];
}
else {
vErrors.push(err39);
}
errors++;
}
}
if(data36.clientId !== undefined){
let data38 = data36.clientId;
if((typeof data38 !== "string") && (data38 !== null)){
const err40 = {instancePath:instancePath+"/properties/platformWorkloadIdentityProfile/platformWorkloadIdentities/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/clientId",schemaPath:"#/properties/properties/properties/platformWorkloadIdentityProfile/properties/platformWorkloadIdentities/additionalProperties/properties/clientId/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err40];
}
else {
vErrors.push(err40);
}
errors++;
}
}
if(data36.objectId !== undefined){
let data39 = data36.objectId;
if((typeof data39 !== "string") && (data39 !== null)){
const err41 = {instancePath:instancePath+"/properties/platformWorkloadIdentityProfile/platformWorkloadIdentities/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/objectId",schemaPath:"#/properties/properties/properties/platformWorkloadIdentityProfile/properties/platformWorkloadIdentities/additionalProperties/properties/objectId/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err41];
}
else {
vErrors.push(err41);
}
errors++;
}
}
}
}
}
}
}
}
if(data6.networkProfile !== undefined){
let data40 = data6.networkProfile;
if((!(data40 && typeof data40 == "object" && !Array.isArray(data40))) && (data40 !== null)){
const err42 = {instancePath:instancePath+"/properties/networkProfile",schemaPath:"#/properties/properties/properties/networkProfile/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err42];
}
else {
vErrors.push(err42);
}
errors++;
}
if(data40 && typeof data40 == "object" && !Array.isArray(data40)){
if(data40.podCidr !== undefined){
let data41 = data40.podCidr;
if((typeof data41 !== "string") && (data41 !== null)){
const err43 = {instancePath:instancePath+"/properties/networkProfile/podCidr",schemaPath:"#/properties/properties/properties/networkProfile/properties/podCidr/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err43];
}
else {
vErrors.push(err43);
}
errors++;
}
}
if(data40.serviceCidr !== undefined){
let data42 = data40.serviceCidr;
if((typeof data42 !== "string") && (data42 !== null)){
const err44 = {instancePath:instancePath+"/properties/networkProfile/serviceCidr",schemaPath:"#/properties/properties/properties/networkProfile/properties/serviceCidr/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err44];
}
else {
vErrors.push(err44);
}
errors++;
}
}
if(data40.softwareDefinedNetwork !== undefined){
let data43 = data40.softwareDefinedNetwork;
if((typeof data43 !== "string") && (data43 !== null)){
const err45 = {instancePath:instancePath+"/properties/networkProfile/softwareDefinedNetwork",schemaPath:"#/properties/properties/properties/networkProfile/properties/softwareDefinedNetwork/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err45];
}
else {
vErrors.push(err45);
}
errors++;
}
}
if(data40.mtuSize !== undefined){
let data44 = data40.mtuSize;
if((!(((typeof data44 == "number") && (!(data44 % 1) && !isNaN(data44))) && (isFinite(data44)))) && (data44 !== null)){
const err46 = {instancePath:instancePath+"/properties/networkProfile/mtuSize",schemaPath:"#/properties/properties/properties/networkProfile/properties/mtuSize/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err46];
}
else {
vErrors.push(err46);
}
errors++;
}
if((typeof data44 == "number") && (isFinite(data44))){
if(data44 > 2147483647 || isNaN(data44)){
const err47 = {instancePath:instancePath+"/properties/networkProfile/mtuSize",schemaPath:"#/properties/properties/properties/networkProfile/properties/mtuSize/maximum",keyword:"maximum",params:{comparison: "<=", limit: 2147483647},message:"must be <= 2147483647"};
if(vErrors === null){
vErrors = [err47];
}
else {
vErrors.push(err47);
}
errors++;
}
if(data44 < -2147483648 || isNaN(data44)){
const err48 = {instancePath:instancePath+"/properties/networkProfile/mtuSize",schemaPath:"#/properties/properties/properties/networkProfile/properties/mtuSize/minimum",keyword:"minimum",params:{comparison: ">=", limit: -2147483648},message:"must be >= -2147483648"};
if(vErrors === null){
vErrors = [err48];
}
else {
vErrors.push(err48);
}
errors++;
}
}
}
if(data40.outboundType !== undefined){
let data45 = data40.outboundType;
if((typeof data45 !== "string") && (data45 !== null)){
const err49 = {instancePath:instancePath+"/properties/networkProfile/outboundType",schemaPath:"#/properties/properties/properties/networkProfile/properties/outboundType/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err49];
}
else {
vErrors.push(err49);
}
errors++;
}
}
if(data40.privateEndpointIp !== undefined){
let data46 = data40.privateEndpointIp;
if((typeof data46 !== "string") && (data46 !== null)){
const err50 = {instancePath:instancePath+"/properties/networkProfile/privateEndpointIp",schemaPath:"#/properties/properties/properties/networkProfile/properties/privateEndpointIp/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err50];
}
else {
vErrors.push(err50);
}
errors++;
}
}
if(data40.gatewayPrivateEndpointIp !== undefined){
let data47 = data40.gatewayPrivateEndpointIp;
if((typeof data47 !== "string") && (data47 !== null)){
const err51 = {instancePath:instancePath+"/properties/networkProfile/gatewayPrivateEndpointIp",schemaPath:"#/properties/properties/properties/networkProfile/properties/gatewayPrivateEndpointIp/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err51];
}
else {
vErrors.push(err51);
}
errors++;
}
}
if(data40.gatewayPrivateLinkId !== undefined){
let data48 = data40.gatewayPrivateLinkId;
if((typeof data48 !== "string") && (data48 !== null)){
const err52 = {instancePath:instancePath+"/properties/networkProfile/gatewayPrivateLinkId",schemaPath:"#/properties/properties/properties/networkProfile/properties/gatewayPrivateLinkId/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err52];
}
else {
vErrors.push(err52);
}
errors++;
}
}
if(data40.preconfiguredNSG !== undefined){
let data49 = data40.preconfiguredNSG;
if((typeof data49 !== "string") && (data49 !== null)){
const err53 = {instancePath:instancePath+"/properties/networkProfile/preconfiguredNSG",schemaPath:"#/properties/properties/properties/networkProfile/properties/preconfiguredNSG/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err53];
}
else {
vErrors.push(err53);
}
errors++;
}
}
if(data40.loadBalancerProfile !== undefined){
let data50 = data40.loadBalancerProfile;
if((!(data50 && typeof data50 == "object" && !Array.isArray(data50))) && (data50 !== null)){
const err54 = {instancePath:instancePath+"/properties/networkProfile/loadBalancerProfile",schemaPath:"#/properties/properties/properties/networkProfile/properties/loadBalancerProfile/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err54];
}
else {
vErrors.push(err54);
}
errors++;
}
if(data50 && typeof data50 == "object" && !Array.isArray(data50)){
if(data50.managedOutboundIps !== undefined){
let data51 = data50.managedOutboundIps;
if((!(data51 && typeof data51 == "object" && !Array.isArray(data51))) && (data51 !== null)){
const err55 = {instancePath:instancePath+"/properties/networkProfile/loadBalancerProfile/managedOutboundIps",schemaPath:"#/properties/properties/properties/networkProfile/properties/loadBalancerProfile/properties/managedOutboundIps/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err55];
}
else {
vErrors.push(err55);
}
errors++;
}
if(data51 && typeof data51 == "object" && !Array.isArray(data51)){
if(data51.count !== undefined){
let data52 = data51.count;
if((!(((typeof data52 == "number") && (!(data52 % 1) && !isNaN(data52))) && (isFinite(data52)))) && (data52 !== null)){
const err56 = {instancePath:instancePath+"/properties/networkProfile/loadBalancerProfile/managedOutboundIps/count",schemaPath:"#/properties/properties/properties/networkProfile/properties/loadBalancerProfile/properties/managedOutboundIps/properties/count/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err56];
}
else {
vErrors.push(err56);
}
errors++;
}
if((typeof data52 == "number") && (isFinite(data52))){
if(data52 > 2147483647 || isNaN(data52)){
const err57 = {instancePath:instancePath+"/properties/networkProfile/loadBalancerProfile/managedOutboundIps/count",schemaPath:"#/properties/properties/properties/networkProfile/properties/loadBalancerProfile/properties/managedOutboundIps/properties/count/maximum",keyword:"maximum",params:{comparison: "<=", limit: 2147483647},message:"must be <= 2147483647"};
if(vErrors === null){
vErrors = [err57];
}
else {
vErrors.push(err57);
}
errors++;
}
if(data52 < -2147483648 || isNaN(data52)){
const err58 = {instancePath:instancePath+"/properties/networkProfile/loadBalancerProfile/managedOutboundIps/count",schemaPath:"#/properties/properties/properties/networkProfile/properties/loadBalancerProfile/properties/managedOutboundIps/properties/count/minimum",keyword:"minimum",params:{comparison: ">=", limit: -2147483648},message:"must be >= -2147483648"};
if(vErrors === null){
vErrors = [err58];
}
else {
vErrors.push(err58);
}
errors++;
}
}
}
}
}
if(data50.effectiveOutboundIps !== undefined){
let data53 = data50.effectiveOutboundIps;
if((!(Array.isArray(data53))) && (data53 !== null)){
const err59 = {instancePath:instancePath+"/properties/networkProfile/loadBalancerProfile/effectiveOutboundIps",schemaPath:"#/properties/properties/properties/networkProfile/properties/loadBalancerProfile/properties/effectiveOutboundIps/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err59];
}
else {
vErrors.push(err59);
}
errors++;
}
if(Array.isArray(data53)){
const len0 = data53.length;
for(let i0=0; i0<len0; i0++){
let data54 = data53[i0];
if((!(data54 && typeof data54 == "object" && !Array.isArray(data54))) && (data54 !== null)){
const err60 = {instancePath:instancePath+"/properties/networkProfile/loadBalancerProfile/effectiveOutboundIps/" + i0,schemaPath:"#/properties/properties/properties/networkProfile/properties/loadBalancerProfile/properties/effectiveOutboundIps/items/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err60];
}
else {
vErrors.push(err60);
}
errors++;
}
if(data54 && typeof data54 == "object" && !Array.isArray(data54)){
if(data54.id !== undefined){
let data55 = data54.id;
if((typeof data55 !== "string") && (data55 !== null)){
const err61 = {instancePath:instancePath+"/properties/networkProfile/loadBalancerProfile/effectiveOutboundIps/" + i0+"/id",schemaPath:"#/properties/properties/properties/networkProfile/properties/loadBalancerProfile/properties/effectiveOutboundIps/items/properties/id/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err61];
}
else {
vErrors.push(err61);
}
errors++;
}
}
}
}
}
}
if(data50.outboundIps !== undefined){
let data56 = data50.outboundIps;
if((!(Array.isArray(data56))) && (data56 !== null)){
const err62 = {instancePath:instancePath+"/properties/networkProfile/loadBalancerProfile/outboundIps",schemaPath:"#/properties/properties/properties/networkProfile/properties/loadBalancerProfile/properties/outboundIps/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err62];
}
else {
vErrors.push(err62);
}
errors++;
}
if(Array.isArray(data56)){
const len1 = data56.length;
for(let i1=0; i1<len1; i1++){
let data57 = data56[i1];
if((!(data57 && typeof data57 == "object" && !Array.isArray(data57))) && (data57 !== null)){
const err63 = {instancePath:instancePath+"/properties/networkProfile/loadBalancerProfile/outboundIps/" + i1,schemaPath:"#/properties/properties/properties/networkProfile/properties/loadBalancerProfile/properties/outboundIps/items/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err63];
}
else {
vErrors.push(err63);
}
errors++;
}
if(data57 && typeof data57 == "object" && !Array.isArray(data57)){
if(data57.id !== undefined){
let data58 = data57.id;
if((typeof data58 !== "string") && (data58 !== null)){
const err64 = {instancePath:instancePath+"/properties/networkProfile/loadBalancerProfile/outboundIps/" + i1+"/id",schemaPath:"#/properties/properties/properties/networkProfile/properties/loadBalancerProfile/properties/outboundIps/items/properties/id/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err64];
}
else {
vErrors.push(err64);
}
errors++;
}
}
}
}
}
}
if(data50.outboundIpPrefixes !== undefined){
let data59 = data50.outboundIpPrefixes;
if((!(Array.isArray(data59))) && (data59 !== null)){
const err65 = {instancePath:instancePath+"/properties/networkProfile/loadBalancerProfile/outboundIpPrefixes",schemaPath:"#/properties/properties/properties/networkProfile/properties/loadBalancerProfile/properties/outboundIpPrefixes/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err65];
}
else {
vErrors.push(err65);
}
errors++;
}
if(Array.isArray(data59)){
const len2 = data59.length;
for(let i2=0; i2<len2; i2++){
let data60 = data59[i2];
if((!(data60 && typeof data60 == "object" && !Array.isArray(data60))) && (data60 !== null)){
const err66 = {instancePath:instancePath+"/properties/networkProfile/loadBalancerProfile/outboundIpPrefixes/" + i2,schemaPath:"#/properties/properties/properties/networkProfile/properties/loadBalancerProfile/properties/outboundIpPrefixes/items/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err66];
}
else {
vErrors.push(err66);
}
errors++;
}
if(data60 && typeof data60 == "object" && !Array.isArray(data60)){
if(data60.id !== undefined){
let data61 = data60.id;
if((typeof data61 !== "string") && (data61 !== null)){
const err67 = {instancePath:instancePath+"/properties/networkProfile/loadBalancerProfile/outboundIpPrefixes/" + i2+"/id",schemaPath:"#/properties/properties/properties/networkProfile/properties/loadBalancerProfile/properties/outboundIpPrefixes/items/properties/id/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err67];
}
else {
vErrors.push(err67);
}
errors++;
}
}
}
}
}
}
if(data50.allocatedOutboundPorts !== undefined){
let data62 = data50.allocatedOutboundPorts;
if((!(((typeof data62 == "number") && (!(data62 % 1) && !isNaN(data62))) && (isFinite(data62)))) && (data62 !== null)){
const err68 = {instancePath:instancePath+"/properties/networkProfile/loadBalancerProfile/allocatedOutboundPorts",schemaPath:"#/properties/properties/properties/networkProfile/properties/loadBalancerProfile/properties/allocatedOutboundPorts/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err68];
}
else {
vErrors.push(err68);
}
errors++;
}
if((typeof data62 == "number") && (isFinite(data62))){
if(data62 > 2147483647 || isNaN(data62)){
const err69 = {instancePath:instancePath+"/properties/networkProfile/loadBalancerProfile/allocatedOutboundPorts",schemaPath:"#/properties/properties/properties/networkProfile/properties/loadBalancerProfile/properties/allocatedOutboundPorts/maximum",keyword:"maximum",params:{comparison: "<=", limit: 2147483647},message:"must be <= 2147483647"};
if(vErrors === null){
vErrors = [err69];
}
else {
vErrors.push(err69);
}
errors++;
}
if(data62 < -2147483648 || isNaN(data62)){
const err70 = {instancePath:instancePath+"/properties/networkProfile/loadBalancerProfile/allocatedOutboundPorts",schemaPath:"#/properties/properties/properties/networkProfile/properties/loadBalancerProfile/properties/allocatedOutboundPorts/minimum",keyword:"minimum",params:{comparison: ">=", limit: -2147483648},message:"must be >= -2147483648"};
if(vErrors === null){
vErrors = [err70];
}
else {
vErrors.push(err70);
}
errors++;
}
}
}
}
}
}
}
if(data6.masterProfile !== undefined){
let data63 = data6.masterProfile;
if((!(data63 && typeof data63 == "object" && !Array.isArray(data63))) && (data63 !== null)){
const err71 = {instancePath:instancePath+"/properties/masterProfile",schemaPath:"#/properties/properties/properties/masterProfile/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err71];
}
else {
vErrors.push(err71);
}
errors++;
}
if(data63 && typeof data63 == "object" && !Array.isArray(data63)){
if(data63.vmSize !== undefined){
let data64 = data63.vmSize;
if((typeof data64 !== "string") && (data64 !== null)){
const err72 = {instancePath:instancePath+"/properties/masterProfile/vmSize",schemaPath:"#/properties/properties/properties/masterProfile/properties/vmSize/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err72];
}
else {
vErrors.push(err72);
}
errors++;
}
}
if(data63.subnetId !== undefined){
let data65 = data63.subnetId;
if((typeof data65 !== "string") && (data65 !== null)){
const err73 = {instancePath:instancePath+"/properties/masterProfile/subnetId",schemaPath:"#/properties/properties/properties/masterProfile/properties/subnetId/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err73];
}
else {
vErrors.push(err73);
}
errors++;
}
}
if(data63.encryptionAtHost !== undefined){
let data66 = data63.encryptionAtHost;
if((typeof data66 !== "string") && (data66 !== null)){
const err74 = {instancePath:instancePath+"/properties/masterProfile/encryptionAtHost",schemaPath:"#/properties/properties/properties/masterProfile/properties/encryptionAtHost/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err74];
}
else {
vErrors.push(err74);
}
errors++;
}
}
if(data63.diskEncryptionSetId !== undefined){
let data67 = data63.diskEncryptionSetId;
if((typeof data67 !== "string") && (data67 !== null)){
const err75 = {instancePath:instancePath+"/properties/masterProfile/diskEncryptionSetId",schemaPath:"#/properties/properties/properties/masterProfile/properties/diskEncryptionSetId/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err75];
}
else {
vErrors.push(err75);
}
errors++;
}
}
}
}
if(data6.workerProfiles !== undefined){
let data68 = data6.workerProfiles;
if((!(Array.isArray(data68))) && (data68 !== null)){
const err76 = {instancePath:instancePath+"/properties/workerProfiles",schemaPath:"#/properties/properties/properties/workerProfiles/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err76];
}
else {
vErrors.push(err76);
}
errors++;
}
if(Array.isArray(data68)){
const len3 = data68.length;
for(let i3=0; i3<len3; i3++){
let data69 = data68[i3];
if((!(data69 && typeof data69 == "object" && !Array.isArray(data69))) && (data69 !== null)){
const err77 = {instancePath:instancePath+"/properties/workerProfiles/" + i3,schemaPath:"#/properties/properties/properties/workerProfiles/items/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err77];
}
else {
vErrors.push(err77);
}
errors++;
}
if(data69 && typeof data69 == "object" && !Array.isArray(data69)){
if(data69.name !== undefined){
let data70 = data69.name;
if((typeof data70 !== "string") && (data70 !== null)){
const err78 = {instancePath:instancePath+"/properties/workerProfiles/" + i3+"/name",schemaPath:"#/properties/properties/properties/workerProfiles/items/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err78];
}
else {
vErrors.push(err78);
}
errors++;
}
}
if(data69.vmSize !== undefined){
let data71 = data69.vmSize;
if((typeof data71 !== "string") && (data71 !== null)){
const err79 = {instancePath:instancePath+"/properties/workerProfiles/" + i3+"/vmSize",schemaPath:"#/properties/properties/properties/workerProfiles/items/properties/vmSize/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err79];
}
else {
vErrors.push(err79);
}
errors++;
}
}
if(data69.diskSizeGB !== undefined){
let data72 = data69.diskSizeGB;
if((!(((typeof data72 == "number") && (!(data72 % 1) && !isNaN(data72))) && (isFinite(data72)))) && (data72 !== null)){
const err80 = {instancePath:instancePath+"/properties/workerProfiles/" + i3+"/diskSizeGB",schemaPath:"#/properties/properties/properties/workerProfiles/items/properties/diskSizeGB/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err80];
}
else {
vErrors.push(err80);
}
errors++;
}
if((typeof data72 == "number") && (isFinite(data72))){
if(data72 > 2147483647 || isNaN(data72)){
const err81 = {instancePath:instancePath+"/properties/workerProfiles/" + i3+"/diskSizeGB",schemaPath:"#/properties/properties/properties/workerProfiles/items/properties/diskSizeGB/maximum",keyword:"maximum",params:{comparison: "<=", limit: 2147483647},message:"must be <= 2147483647"};
if(vErrors === null){
vErrors = [err81];
}
else {
vErrors.push(err81);
}
errors++;
}
if(data72 < -2147483648 || isNaN(data72)){
const err82 = {instancePath:instancePath+"/properties/workerProfiles/" + i3+"/diskSizeGB",schemaPath:"#/properties/properties/properties/workerProfiles/items/properties/diskSizeGB/minimum",keyword:"minimum",params:{comparison: ">=", limit: -2147483648},message:"must be >= -2147483648"};
if(vErrors === null){
vErrors = [err82];
}
else {
vErrors.push(err82);
}
errors++;
}
}
}
if(data69.subnetId !== undefined){
let data73 = data69.subnetId;
if((typeof data73 !== "string") && (data73 !== null)){
const err83 = {instancePath:instancePath+"/properties/workerProfiles/" + i3+"/subnetId",schemaPath:"#/properties/properties/properties/workerProfiles/items/properties/subnetId/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err83];
}
else {
vErrors.push(err83);
}
errors++;
}
}
if(data69.count !== undefined){
let data74 = data69.count;
if((!(((typeof data74 == "number") && (!(data74 % 1) && !isNaN(data74))) && (isFinite(data74)))) && (data74 !== null)){
const err84 = {instancePath:instancePath+"/properties/workerProfiles/" + i3+"/count",schemaPath:"#/properties/properties/properties/workerProfiles/items/properties/count/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err84];
}
else {
vErrors.push(err84);
}
errors++;
}
if((typeof data74 == "number") && (isFinite(data74))){
if(data74 > 2147483647 || isNaN(data74)){
const err85 = {instancePath:instancePath+"/properties/workerProfiles/" + i3+"/count",schemaPath:"#/properties/properties/properties/workerProfiles/items/properties/count/maximum",keyword:"maximum",params:{comparison: "<=", limit: 2147483647},message:"must be <= 2147483647"};
if(vErrors === null){
vErrors = [err85];
}
else {
vErrors.push(err85);
}
errors++;
}
if(data74 < -2147483648 || isNaN(data74)){
const err86 = {instancePath:instancePath+"/properties/workerProfiles/" + i3+"/count",schemaPath:"#/properties/properties/properties/workerProfiles/items/properties/count/minimum",keyword:"minimum",params:{comparison: ">=", limit: -2147483648},message:"must be >= -2147483648"};
if(vErrors === null){
vErrors = [err86];
}
else {
vErrors.push(err86);
}
errors++;
}
}
}
if(data69.encryptionAtHost !== undefined){
let data75 = data69.encryptionAtHost;
if((typeof data75 !== "string") && (data75 !== null)){
const err87 = {instancePath:instancePath+"/properties/workerProfiles/" + i3+"/encryptionAtHost",schemaPath:"#/properties/properties/properties/workerProfiles/items/properties/encryptionAtHost/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err87];
}
else {
vErrors.push(err87);
}
errors++;
}
}
if(data69.diskEncryptionSetId !== undefined){
let data76 = data69.diskEncryptionSetId;
if((typeof data76 !== "string") && (data76 !== null)){
const err88 = {instancePath:instancePath+"/properties/workerProfiles/" + i3+"/diskEncryptionSetId",schemaPath:"#/properties/properties/properties/workerProfiles/items/properties/diskEncryptionSetId/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err88];
}
else {
vErrors.push(err88);
}
errors++;
}
}
}
}
}
}
if(data6.workerProfilesStatus !== undefined){
let data77 = data6.workerProfilesStatus;
if((!(Array.isArray(data77))) && (data77 !== null)){
const err89 = {instancePath:instancePath+"/properties/workerProfilesStatus",schemaPath:"#/properties/properties/properties/workerProfilesStatus/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err89];
}
else {
vErrors.push(err89);
}
errors++;
}
if(Array.isArray(data77)){
const len4 = data77.length;
for(let i4=0; i4<len4; i4++){
let data78 = data77[i4];
if((!(data78 && typeof data78 == "object" && !Array.isArray(data78))) && (data78 !== null)){
const err90 = {instancePath:instancePath+"/properties/workerProfilesStatus/" + i4,schemaPath:"#/properties/properties/properties/workerProfilesStatus/items/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err90];
}
else {
vErrors.push(err90);
}
errors++;
}
if(data78 && typeof data78 == "object" && !Array.isArray(data78)){
if(data78.name !== undefined){
let data79 = data78.name;
if((typeof data79 !== "string") && (data79 !== null)){
const err91 = {instancePath:instancePath+"/properties/workerProfilesStatus/" + i4+"/name",schemaPath:"#/properties/properties/properties/workerProfilesStatus/items/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err91];
}
else {
vErrors.push(err91);
}
errors++;
}
}
if(data78.vmSize !== undefined){
let data80 = data78.vmSize;
if((typeof data80 !== "string") && (data80 !== null)){
const err92 = {instancePath:instancePath+"/properties/workerProfilesStatus/" + i4+"/vmSize",schemaPath:"#/properties/properties/properties/workerProfilesStatus/items/properties/vmSize/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err92];
}
else {
vErrors.push(err92);
}
errors++;
}
}
if(data78.diskSizeGB !== undefined){
let data81 = data78.diskSizeGB;
if((!(((typeof data81 == "number") && (!(data81 % 1) && !isNaN(data81))) && (isFinite(data81)))) && (data81 !== null)){
const err93 = {instancePath:instancePath+"/properties/workerProfilesStatus/" + i4+"/diskSizeGB",schemaPath:"#/properties/properties/properties/workerProfilesStatus/items/properties/diskSizeGB/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err93];
}
else {
vErrors.push(err93);
}
errors++;
}
if((typeof data81 == "number") && (isFinite(data81))){
if(data81 > 2147483647 || isNaN(data81)){
const err94 = {instancePath:instancePath+"/properties/workerProfilesStatus/" + i4+"/diskSizeGB",schemaPath:"#/properties/properties/properties/workerProfilesStatus/items/properties/diskSizeGB/maximum",keyword:"maximum",params:{comparison: "<=", limit: 2147483647},message:"must be <= 2147483647"};
if(vErrors === null){
vErrors = [err94];
}
else {
vErrors.push(err94);
}
errors++;
}
if(data81 < -2147483648 || isNaN(data81)){
const err95 = {instancePath:instancePath+"/properties/workerProfilesStatus/" + i4+"/diskSizeGB",schemaPath:"#/properties/properties/properties/workerProfilesStatus/items/properties/diskSizeGB/minimum",keyword:"minimum",params:{comparison: ">=", limit: -2147483648},message:"must be >= -2147483648"};
if(vErrors === null){
vErrors = [err95];
}
else {
vErrors.push(err95);
}
errors++;
}
}
}
if(data78.subnetId !== undefined){
let data82 = data78.subnetId;
if((typeof data82 !== "string") && (data82 !== null)){
const err96 = {instancePath:instancePath+"/properties/workerProfilesStatus/" + i4+"/subnetId",schemaPath:"#/properties/properties/properties/workerProfilesStatus/items/properties/subnetId/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err96];
}
else {
vErrors.push(err96);
}
errors++;
}
}
if(data78.count !== undefined){
let data83 = data78.count;
if((!(((typeof data83 == "number") && (!(data83 % 1) && !isNaN(data83))) && (isFinite(data83)))) && (data83 !== null)){
const err97 = {instancePath:instancePath+"/properties/workerProfilesStatus/" + i4+"/count",schemaPath:"#/properties/properties/properties/workerProfilesStatus/items/properties/count/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err97];
}
else {
vErrors.push(err97);
}
errors++;
}
if((typeof data83 == "number") && (isFinite(data83))){
if(data83 > 2147483647 || isNaN(data83)){
const err98 = {instancePath:instancePath+"/properties/workerProfilesStatus/" + i4+"/count",schemaPath:"#/properties/properties/properties/workerProfilesStatus/items/properties/count/maximum",keyword:"maximum",params:{comparison: "<=", limit: 2147483647},message:"must be <= 2147483647"};
if(vErrors === null){
vErrors = [err98];
}
else {
vErrors.push(err98);
}
errors++;
}
if(data83 < -2147483648 || isNaN(data83)){
const err99 = {instancePath:instancePath+"/properties/workerProfilesStatus/" + i4+"/count",schemaPath:"#/properties/properties/properties/workerProfilesStatus/items/properties/count/minimum",keyword:"minimum",params:{comparison: ">=", limit: -2147483648},message:"must be >= -2147483648"};
if(vErrors === null){
vErrors = [err99];
}
else {
vErrors.push(err99);
}
errors++;
}
}
}
if(data78.encryptionAtHost !== undefined){
let data84 = data78.encryptionAtHost;
if((typeof data84 !== "string") && (data84 !== null)){
const err100 = {instancePath:instancePath+"/properties/workerProfilesStatus/" + i4+"/encryptionAtHost",schemaPath:"#/properties/properties/properties/workerProfilesStatus/items/properties/encryptionAtHost/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err100];
}
else {
vErrors.push(err100);
}
errors++;
}
}
if(data78.diskEncryptionSetId !== undefined){
let data85 = data78.diskEncryptionSetId;
if((typeof data85 !== "string") && (data85 !== null)){
const err101 = {instancePath:instancePath+"/properties/workerProfilesStatus/" + i4+"/diskEncryptionSetId",schemaPath:"#/properties/properties/properties/workerProfilesStatus/items/properties/diskEncryptionSetId/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err101];
}
else {
vErrors.push(err101);
}
errors++;
}
}
}
}
}
}
if(data6.apiserverProfile !== undefined){
let data86 = data6.apiserverProfile;
if((!(data86 && typeof data86 == "object" && !Array.isArray(data86))) && (data86 !== null)){
const err102 = {instancePath:instancePath+"/properties/apiserverProfile",schemaPath:"#/properties/properties/properties/apiserverProfile/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err102];
}
else {
vErrors.push(err102);
}
errors++;
}
if(data86 && typeof data86 == "object" && !Array.isArray(data86)){
if(data86.visibility !== undefined){
let data87 = data86.visibility;
if((typeof data87 !== "string") && (data87 !== null)){
const err103 = {instancePath:instancePath+"/properties/apiserverProfile/visibility",schemaPath:"#/properties/properties/properties/apiserverProfile/properties/visibility/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err103];
}
else {
vErrors.push(err103);
}
errors++;
}
}
if(data86.url !== undefined){
let data88 = data86.url;
if((typeof data88 !== "string") && (data88 !== null)){
const err104 = {instancePath:instancePath+"/properties/apiserverProfile/url",schemaPath:"#/properties/properties/properties/apiserverProfile/properties/url/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err104];
}
else {
vErrors.push(err104);
}
errors++;
}
}
if(data86.ip !== undefined){
let data89 = data86.ip;
if((typeof data89 !== "string") && (data89 !== null)){
const err105 = {instancePath:instancePath+"/properties/apiserverProfile/ip",schemaPath:"#/properties/properties/properties/apiserverProfile/properties/ip/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err105];
}
else {
vErrors.push(err105);
}
errors++;
}
}
if(data86.intIp !== undefined){
let data90 = data86.intIp;
if((typeof data90 !== "string") && (data90 !== null)){
const err106 = {instancePath:instancePath+"/properties/apiserverProfile/intIp",schemaPath:"#/properties/properties/properties/apiserverProfile/properties/intIp/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err106];
}
else {
vErrors.push(err106);
}
errors++;
}
}
}
}
if(data6.ingressProfiles !== undefined){
let data91 = data6.ingressProfiles;
if((!(Array.isArray(data91))) && (data91 !== null)){
const err107 = {instancePath:instancePath+"/properties/ingressProfiles",schemaPath:"#/properties/properties/properties/ingressProfiles/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err107];
}
else {
vErrors.push(err107);
}
errors++;
}
if(Array.isArray(data91)){
const len5 = data91.length;
for(let i5=0; i5<len5; i5++){
let data92 = data91[i5];
if((!(data92 && typeof data92 == "object" && !Array.isArray(data92))) && (data92 !== null)){
const err108 = {instancePath:instancePath+"/properties/ingressProfiles/" + i5,schemaPath:"#/properties/properties/properties/ingressProfiles/items/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err108];
}
else {
vErrors.push(err108);
}
errors++;
}
if(data92 && typeof data92 == "object" && !Array.isArray(data92)){
if(data92.name !== undefined){
let data93 = data92.name;
if((typeof data93 !== "string") && (data93 !== null)){
const err109 = {instancePath:instancePath+"/properties/ingressProfiles/" + i5+"/name",schemaPath:"#/properties/properties/properties/ingressProfiles/items/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err109];
}
else {
vErrors.push(err109);
}
errors++;
}
}
if(data92.visibility !== undefined){
let data94 = data92.visibility;
if((typeof data94 !== "string") && (data94 !== null)){
const err110 = {instancePath:instancePath+"/properties/ingressProfiles/" + i5+"/visibility",schemaPath:"#/properties/properties/properties/ingressProfiles/items/properties/visibility/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err110];
}
else {
vErrors.push(err110);
}
errors++;
}
}
if(data92.ip !== undefined){
let data95 = data92.ip;
if((typeof data95 !== "string") && (data95 !== null)){
const err111 = {instancePath:instancePath+"/properties/ingressProfiles/" + i5+"/ip",schemaPath:"#/properties/properties/properties/ingressProfiles/items/properties/ip/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err111];
}
else {
vErrors.push(err111);
}
errors++;
}
}
}
}
}
}
if(data6.install !== undefined){
let data96 = data6.install;
if((!(data96 && typeof data96 == "object" && !Array.isArray(data96))) && (data96 !== null)){
const err112 = {instancePath:instancePath+"/properties/install",schemaPath:"#/properties/properties/properties/install/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err112];
}
else {
vErrors.push(err112);
}
errors++;
}
if(data96 && typeof data96 == "object" && !Array.isArray(data96)){
if(data96.now !== undefined){
let data97 = data96.now;
if((typeof data97 !== "string") && (data97 !== null)){
const err113 = {instancePath:instancePath+"/properties/install/now",schemaPath:"#/properties/properties/properties/install/properties/now/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err113];
}
else {
vErrors.push(err113);
}
errors++;
}
}
if(data96.phase !== undefined){
let data98 = data96.phase;
if((typeof data98 !== "string") && (data98 !== null)){
const err114 = {instancePath:instancePath+"/properties/install/phase",schemaPath:"#/properties/properties/properties/install/properties/phase/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err114];
}
else {
vErrors.push(err114);
}
errors++;
}
}
}
}
if(data6.storageSuffix !== undefined){
let data99 = data6.storageSuffix;
if((typeof data99 !== "string") && (data99 !== null)){
const err115 = {instancePath:instancePath+"/properties/storageSuffix",schemaPath:"#/properties/properties/properties/storageSuffix/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err115];
}
else {
vErrors.push(err115);
}
errors++;
}
}
if(data6.registryProfiles !== undefined){
let data100 = data6.registryProfiles;
if((!(Array.isArray(data100))) && (data100 !== null)){
const err116 = {instancePath:instancePath+"/properties/registryProfiles",schemaPath:"#/properties/properties/properties/registryProfiles/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err116];
}
else {
vErrors.push(err116);
}
errors++;
}
if(Array.isArray(data100)){
const len6 = data100.length;
for(let i6=0; i6<len6; i6++){
let data101 = data100[i6];
if((!(data101 && typeof data101 == "object" && !Array.isArray(data101))) && (data101 !== null)){
const err117 = {instancePath:instancePath+"/properties/registryProfiles/" + i6,schemaPath:"#/properties/properties/properties/registryProfiles/items/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err117];
}
else {
vErrors.push(err117);
}
errors++;
}
if(data101 && typeof data101 == "object" && !Array.isArray(data101)){
if(data101.name !== undefined){
let data102 = data101.name;
if((typeof data102 !== "string") && (data102 !== null)){
const err118 = {instancePath:instancePath+"/properties/registryProfiles/" + i6+"/name",schemaPath:"#/properties/properties/properties/registryProfiles/items/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err118];
}
else {
vErrors.push(err118);
}
errors++;
}
}
if(data101.username !== undefined){
let data103 = data101.username;
if((typeof data103 !== "string") && (data103 !== null)){
const err119 = {instancePath:instancePath+"/properties/registryProfiles/" + i6+"/username",schemaPath:"#/properties/properties/properties/registryProfiles/items/properties/username/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err119];
}
else {
vErrors.push(err119);
}
errors++;
}
}
if(data101.issueDate !== undefined){
let data104 = data101.issueDate;
if((typeof data104 !== "string") && (data104 !== null)){
const err120 = {instancePath:instancePath+"/properties/registryProfiles/" + i6+"/issueDate",schemaPath:"#/properties/properties/properties/registryProfiles/items/properties/issueDate/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err120];
}
else {
vErrors.push(err120);
}
errors++;
}
}
}
}
}
}
if(data6.imageRegistryStorageAccountName !== undefined){
let data105 = data6.imageRegistryStorageAccountName;
if((typeof data105 !== "string") && (data105 !== null)){
const err121 = {instancePath:instancePath+"/properties/imageRegistryStorageAccountName",schemaPath:"#/properties/properties/properties/imageRegistryStorageAccountName/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err121];
}
else {
vErrors.push(err121);
}
errors++;
}
}
if(data6.infraId !== undefined){
let data106 = data6.infraId;
if((typeof data106 !== "string") && (data106 !== null)){
const err122 = {instancePath:instancePath+"/properties/infraId",schemaPath:"#/properties/properties/properties/infraId/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err122];
}
else {
vErrors.push(err122);
}
errors++;
}
}
if(data6.hiveProfile !== undefined){
let data107 = data6.hiveProfile;
if((!(data107 && typeof data107 == "object" && !Array.isArray(data107))) && (data107 !== null)){
const err123 = {instancePath:instancePath+"/properties/hiveProfile",schemaPath:"#/properties/properties/properties/hiveProfile/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err123];
}
else {
vErrors.push(err123);
}
errors++;
}
if(data107 && typeof data107 == "object" && !Array.isArray(data107)){
if(data107.namespace !== undefined){
let data108 = data107.namespace;
if((typeof data108 !== "string") && (data108 !== null)){
const err124 = {instancePath:instancePath+"/properties/hiveProfile/namespace",schemaPath:"#/properties/properties/properties/hiveProfile/properties/namespace/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err124];
}
else {
vErrors.push(err124);
}
errors++;
}
}
if(data107.createdByHive !== undefined){
let data109 = data107.createdByHive;
if((typeof data109 !== "boolean") && (data109 !== null)){
const err125 = {instancePath:instancePath+"/properties/hiveProfile/createdByHive",schemaPath:"#/properties/properties/properties/hiveProfile/properties/createdByHive/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"};
if(vErrors === null){
vErrors = [err125];
}
else {
vErrors.push(err125);
}
errors++;
}
}
}
}
if(data6.maintenanceState !== undefined){
let data110 = data6.maintenanceState;
if((typeof data110 !== "string") && (data110 !== null)){
const err126 = {instancePath:instancePath+"/properties/maintenanceState",schemaPath:"#/properties/properties/properties/maintenanceState/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err126];
}
else {
vErrors.push(err126);
}
errors++;
}
}
}
}
if(data.identity !== undefined){
let data111 = data.identity;
if((!(data111 && typeof data111 == "object" && !Array.isArray(data111))) && (data111 !== null)){
const err127 = {instancePath:instancePath+"/identity",schemaPath:"#/properties/identity/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err127];
}
else {
vErrors.push(err127);
}
errors++;
}
if(data111 && typeof data111 == "object" && !Array.isArray(data111)){
if(data111.type !== undefined){
let data112 = data111.type;
if((typeof data112 !== "string") && (data112 !== null)){
const err128 = {instancePath:instancePath+"/identity/type",schemaPath:"#/properties/identity/properties/type/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err128];
}
else {
vErrors.push(err128);
}
errors++;
}
}
if(data111.principalId !== undefined){
let data113 = data111.principalId;
if((typeof data113 !== "string") && (data113 !== null)){
const err129 = {instancePath:instancePath+"/identity/principalId",schemaPath:"#/properties/identity/properties/principalId/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err129];
}
else {
vErrors.push(err129);
}
errors++;
}
}
if(data111.tenantId !== undefined){
let data114 = data111.tenantId;
if((typeof data114 !== "string") && (data114 !== null)){
const err130 = {instancePath:instancePath+"/identity/tenantId",schemaPath:"#/properties/identity/properties/tenantId/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err130];
}
else {
vErrors.push(err130);
}
errors++;
}
}
if(data111.userAssignedIdentities !== undefined){
let data115 = data111.userAssignedIdentities;
if((!(data115 && typeof data115 == "object" && !Array.isArray(data115))) && (data115 !== null)){
const err131 = {instancePath:instancePath+"/identity/userAssignedIdentities",schemaPath:"#/properties/identity/properties/userAssignedIdentities/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err131];
}
else {
vErrors.push(err131);
}
errors++;
}
if(data115 && typeof data115 == "object" && !Array.isArray(data115)){
for(const key3 in data115){
let data116 = data115[key3];
if((!(data116 && typeof data116 == "object" && !Array.isArray(data116))) && (data116 !== null)){
const err132 = {instancePath:instancePath+"/identity/userAssignedIdentities/" + key3.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/identity/properties/userAssignedIdentities/additionalProperties/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err132];
}
else {
vErrors.push(err132);
}
errors++;
}
if(data116 && typeof data116 == "object" && !Array.isArray(data116)){
if(data116.clientId !== undefined){
let data117 = data116.clientId;
if((typeof data117 !== "string") && (data117 !== null)){
const err133 = {instancePath:instancePath+"/identity/userAssignedIdentities/" + key3.replace(/~/g, "~0").replace(/\//g, "~1")+"/clientId",schemaPath:"#/properties/identity/properties/userAssignedIdentities/additionalProperties/properties/clientId/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err133];
}
else {
vErrors.push(err133);
}
errors++;
}
}
if(data116.principalId !== undefined){
let data118 = data116.principalId;
if((typeof data118 !== "string") && (data118 !== null)){
const err134 = {instancePath:instancePath+"/identity/userAssignedIdentities/" + key3.replace(/~/g, "~0").replace(/\//g, "~1")+"/principalId",schemaPath:"#/properties/identity/properties/userAssignedIdentities/additionalProperties/properties/principalId/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err134];
}
else {
vErrors.push(err134);
}
errors++;
}
}
}
}
}
}
}
}
if(data.operatorFlagsMergeStrategy !== undefined){
let data119 = data.operatorFlagsMergeStrategy;
if((typeof data119 !== "string") && (data119 !== null)){
const err135 = {instancePath:instancePath+"/operatorFlagsMergeStrategy",schemaPath:"#/properties/operatorFlagsMergeStrategy/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err135];
}
else {
vErrors.push(err135);
}
errors++;
}
}
}
else {
const err136 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err136];
}
else {
vErrors.push(err136);
}
errors++;
}
validate10.errors = vErrors;
return errors === 0;
}

