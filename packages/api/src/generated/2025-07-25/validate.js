// Emitted by "npm run contract" from the swagger of this api-version; do not edit.
"use strict";
export const validate = validate10;
const schema11 = {"type":"object","properties":{"id":{"type":"string","nullable":true},"name":{"type":"string","nullable":true},"type":{"type":"string","nullable":true},"systemData":{"type":"object","nullable":true,"properties":{"createdBy":{"type":"string","nullable":true},"createdByType":{"type":"string","nullable":true},"createdAt":{"type":"string","nullable":true},"lastModifiedBy":{"type":"string","nullable":true},"lastModifiedByType":{"type":"string","nullable":true},"lastModifiedAt":{"type":"string","nullable":true}}},"tags":{"type":"object","nullable":true,"additionalProperties":{"type":"string","nullable":true}},"location":{"type":"string","nullable":true},"properties":{"type":"object","nullable":true,"properties":{"provisioningState":{"type":"string","nullable":true},"clusterProfile":{"type":"object","nullable":true,"properties":{"pullSecret":{"type":"string","nullable":true},"domain":{"type":"string","nullable":true},"version":{"type":"string","nullable":true},"resourceGroupId":{"type":"string","nullable":true},"fipsValidatedModules":{"type":"string","nullable":true},"oidcIssuer":{"type":"string","nullable":true}}},"consoleProfile":{"type":"object","nullable":true,"properties":{"url":{"type":"string","nullable":true}}},"servicePrincipalProfile":{"type":"object","nullable":true,"properties":{"clientId":{"type":"string","nullable":true},"clientSecret":{"type":"string","nullable":true}}},"platformWorkloadIdentityProfile":{"type":"object","nullable":true,"properties":{"upgradeableTo":{"type":"string","nullable":true},"platformWorkloadIdentities":{"type":"object","nullable":true,"additionalProperties":{"type":"object","nullable":true,"properties":{"resourceId":{"type":"string","nullable":true},"clientId":{"type":"string","nullable":true},"objectId":{"type":"string","nullable":true}}}}}},"networkProfile":{"type":"object","nullable":true,"properties":{"podCidr":{"type":"string","nullable":true},"serviceCidr":{"type":"string","nullable":true},"outboundType":{"type":"string","nullable":true},"loadBalancerProfile":{"type":"object","nullable":true,"properties":{"managedOutboundIps":{"type":"object","nullable":true,"properties":{"count":{"type":"integer","nullable":true,"minimum":-2147483648,"maximum":2147483647}}},"effectiveOutboundIps":{"type":"array","nullable":true,"items":{"type":"object","nullable":true,"properties":{"id":{"type":"string","nullable":true}}}}}},"preconfiguredNSG":{"type":"string","nullable":true}}},"masterProfile":{"type":"object","nullable":true,"properties":{"vmSize":{"type":"string","nullable":true},"subnetId":{"type":"string","nullable":true},"encryptionAtHost":{"type":"string","nullable":true},"diskEncryptionSetId":{"type":"string","nullable":true}}},"workerProfiles":{"type":"array","nullable":true,"items":{"type":"object","nullable":true,"properties":{"name":{"type":"string","nullable":true},"vmSize":{"type":"string","nullable":true},"diskSizeGB":{"type":"integer","nullable":true,"minimum":-2147483648,"maximum":2147483647},"subnetId":{"type":"string","nullable":true},"count":{"type":"integer","nullable":true,"minimum":-2147483648,"maximum":2147483647},"encryptionAtHost":{"type":"string","nullable":true},"diskEncryptionSetId":{"type":"string","nullable":true}}}},"workerProfilesStatus":{"type":"array","nullable":true,"items":{"type":"object","nullable":true,"properties":{"name":{"type":"string","nullable":true},"vmSize":{"type":"string","nullable":true},"diskSizeGB":{"type":"integer","nullable":true,"minimum":-2147483648,"maximum":2147483647},"subnetId":{"type":"string","nullable":true},"count":{"type":"integer","nullable":true,"minimum":-2147483648,"maximum":2147483647},"encryptionAtHost":{"type":"string","nullable":true},"diskEncryptionSetId":{"type":"string","nullable":true}}}},"apiserverProfile":{"type":"object","nullable":true,"properties":{"visibility":{"type":"string","nullable":true},"url":{"type":"string","nullable":true},"ip":{"type":"string","nullable":true}}},"ingressProfiles":{"type":"array","nullable":true,"items":{"type":"object","nullable":true,"properties":{"name":{"type":"string","nullable":true},"visibility":{"type":"string","nullable":true},"ip":{"type":"string","nullable":true}}}}}},"identity":{"type":"object","nullable":true,"properties":{"principalId":{"type":"string","nullable":true},"tenantId":{"type":"string","nullable":true},"type":{"type":"string","nullable":true},"userAssignedIdentities":{"type":"object","nullable":true,"additionalProperties":{"type":"object","nullable":true,"properties":{"principalId":{"type":"string","nullable":true},"clientId":{"type":"string","nullable":true}}}}}}}};

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
if(data.systemData !== undefined){
let data3 = data.systemData;
if((!(data3 && typeof data3 == "object" && !Array.isArray(data3))) && (data3 !== null)){
const err3 = {instancePath:instancePath+"/systemData",schemaPath:"#/properties/systemData/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
if(data3 && typeof data3 == "object" && !Array.isArray(data3)){
if(data3.createdBy !== undefined){
let data4 = data3.createdBy;
if((typeof data4 !== "string") && (data4 !== null)){
const err4 = {instancePath:instancePath+"/systemData/createdBy",schemaPath:"#/properties/systemData/properties/createdBy/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data3.createdByType !== undefined){
let data5 = data3.createdByType;
if((typeof data5 !== "string") && (data5 !== null)){
const err5 = {instancePath:instancePath+"/systemData/createdByType",schemaPath:"#/properties/systemData/properties/createdByType/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data3.createdAt !== undefined){
let data6 = data3.createdAt;
if((typeof data6 !== "string") && (data6 !== null)){
const err6 = {instancePath:instancePath+"/systemData/createdAt",schemaPath:"#/properties/systemData/properties/createdAt/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data3.lastModifiedBy !== undefined){
let data7 = data3.lastModifiedBy;
if((typeof data7 !== "string") && (data7 !== null)){
const err7 = {instancePath:instancePath+"/systemData/lastModifiedBy",schemaPath:"#/properties/systemData/properties/lastModifiedBy/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(data3.lastModifiedByType !== undefined){
let data8 = data3.lastModifiedByType;
if((typeof data8 !== "string") && (data8 !== null)){
const err8 = {instancePath:instancePath+"/systemData/lastModifiedByType",schemaPath:"#/properties/systemData/properties/lastModifiedByType/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(data3.lastModifiedAt !== undefined){
let data9 = data3.lastModifiedAt;
if((typeof data9 !== "string") && (data9 !== null)){
const err9 = {instancePath:instancePath+"/systemData/lastModifiedAt",schemaPath:"#/properties/systemData/properties/lastModifiedAt/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
}
if(data.tags !== undefined){
let data10 = data.tags;
if((!(data10 && typeof data10 == "object" && !Array.isArray(data10))) && (data10 !== null)){
const err10 = {instancePath:instancePath+"/tags",schemaPath:"#/properties/tags/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
if(data10 && typeof data10 == "object" && !Array.isArray(data10)){
for(const key0 in data10){
let data11 = data10[key0];
if((typeof data11 !== "string") && (data11 !== null)){
const err11 = {instancePath:instancePath+"/tags/" + key0.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/tags/additionalProperties/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
}
}
if(data.location !== undefined){
let data12 = data.location;
if((typeof data12 !== "string") && (data12 !== null)){
const err12 = {instancePath:instancePath+"/location",schemaPath:"#/properties/location/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
if(data.properties !== undefined){
let data13 = data.properties;
if((!(data13 && typeof data13 == "object" && !Array.isArray(data13))) && (data13 !== null)){
const err13 = {instancePath:instancePath+"/properties",schemaPath:"#/properties/properties/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
if(data13 && typeof data13 == "object" && !Array.isArray(data13)){
if(data13.provisioningState !== undefined){
let data14 = data13.provisioningState;
if((typeof data14 !== "string") && (data14 !== null)){
const err14 = {instancePath:instancePath+"/properties/provisioningState",schemaPath:"#/properties/properties/properties/provisioningState/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
if(data13.clusterProfile !== undefined){
let data15 = data13.clusterProfile;
if((!(data15 && typeof data15 == "object" && !Array.isArray(data15))) && (data15 !== null)){
const err15 = {instancePath:instancePath+"/properties/clusterProfile",schemaPath:"#/properties/properties/properties/clusterProfile/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
if(data15 && typeof data15 == "object" && !Array.isArray(data15)){
if(data15.pullSecret !== undefined){
let data16 = data15.pullSecret;
if((typeof data16 !== "string") && (data16 !== null)){
const err16 = {instancePath:instancePath+"/properties/clusterProfile/pullSecret",schemaPath:"#/properties/properties/properties/clusterProfile/properties/pullSecret/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
if(data15.domain !== undefined){
let data17 = data15.domain;
if((typeof data17 !== "string") && (data17 !== null)){
const err17 = {instancePath:instancePath+"/properties/clusterProfile/domain",schemaPath:"#/properties/properties/properties/clusterProfile/properties/domain/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
if(data15.version !== undefined){
let data18 = data15.version;
if((typeof data18 !== "string") && (data18 !== null)){
const err18 = {instancePath:instancePath+"/properties/clusterProfile/version",schemaPath:"#/properties/properties/properties/clusterProfile/properties/version/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
if(data15.resourceGroupId !== undefined){
let data19 = data15.resourceGroupId;
if((typeof data19 !== "string") && (data19 !== null)){
const err19 = {instancePath:instancePath+"/properties/clusterProfile/resourceGroupId",schemaPath:"#/properties/properties/properties/clusterProfile/properties/resourceGroupId/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
if(data15.fipsValidatedModules !== undefined){
let data20 = data15.fipsValidatedModules;
if((typeof data20 !== "string") && (data20 !== null)){
const err20 = {instancePath:instancePath+"/properties/clusterProfile/fipsValidatedModules",schemaPath:"#/properties/properties/properties/clusterProfile/properties/fipsValidatedModules/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
}
if(data15.oidcIssuer !== undefined){
let data21 = data15.oidcIssuer;
if((typeof data21 !== "string") && (data21 !== null)){
const err21 = {instancePath:instancePath+"/properties/clusterProfile/oidcIssuer",schemaPath:"#/properties/properties/properties/clusterProfile/properties/oidcIssuer/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
}
}
if(data13.consoleProfile !== undefined){
let data22 = data13.consoleProfile;
if((!(data22 && typeof data22 == "object" && !Array.isArray(data22))) && (data22 !== null)){
const err22 = {instancePath:instancePath+"/properties/consoleProfile",schemaPath:"#/properties/properties/properties/consoleProfile/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
if(data22 && typeof data22 == "object" && !Array.isArray(data22)){
if(data22.url !== undefined){
let data23 = data22.url;
if((typeof data23 !== "string") && (data23 !== null)){
const err23 = {instancePath:instancePath+"/properties/consoleProfile/url",schemaPath:"#/properties/properties/properties/consoleProfile/properties/url/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
}
}
}
if(data13.servicePrincipalProfile !== undefined){
let data24 = data13.servicePrincipalProfile;
if((!(data24 && typeof data24 == "object" && !Array.isArray(data24))) && (data24 !== null)){
const err24 = {instancePath:instancePath+"/properties/servicePrincipalProfile",schemaPath:"#/properties/properties/properties/servicePrincipalProfile/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
if(data24 && typeof data24 == "object" && !Array.isArray(data24)){
if(data24.clientId !== undefined){
let data25 = data24.clientId;
if((typeof data25 !== "string") && (data25 !== null)){
const err25 = {instancePath:instancePath+"/properties/servicePrincipalProfile/clientId",schemaPath:"#/properties/properties/properties/servicePrincipalProfile/properties/clientId/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
}
if(data24.clientSecret !== undefined){
let data26 = data24.clientSecret;
if((typeof data26 !== "string") && (data26 !== null)){
const err26 = {instancePath:instancePath+"/properties/servicePrincipalProfile/clientSecret",schemaPath:"#/properties/properties/properties/servicePrincipalProfile/properties/clientSecret/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
if(data13.platformWorkloadIdentityProfile !== undefined){
let data27 = data13.platformWorkloadIdentityProfile;
if((!(data27 && typeof data27 == "object" && !Array.isArray(data27))) && (data27 !== null)){
const err27 = {instancePath:instancePath+"/properties/platformWorkloadIdentityProfile",schemaPath:"#/properties/properties/properties/platformWorkloadIdentityProfile/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
if(data27 && typeof data27 == "object" && !Array.isArray(data27)){
if(data27.upgradeableTo !== undefined){
let data28 = data27.upgradeableTo;
if((typeof data28 !== "string") && (data28 !== null)){
const err28 = {instancePath:instancePath+"/properties/platformWorkloadIdentityProfile/upgradeableTo",schemaPath:"#/properties/properties/properties/platformWorkloadIdentityProfile/properties/upgradeableTo/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
}
if(data27.platformWorkloadIdentities !== undefined){
let data29 = data27.platformWorkloadIdentities;
if((!(data29 && typeof data29 == "object" && !Array.isArray(data29))) && (data29 !== null)){
const err29 = {instancePath:instancePath+"/properties/platformWorkloadIdentityProfile/platformWorkloadIdentities",schemaPath:"#/properties/properties/properties/platformWorkloadIdentityProfile/properties/platformWorkloadIdentities/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
if(data29 && typeof data29 == "object" && !Array.isArray(data29)){
for(const key1 in data29){
let data30 = data29[key1];
if((!(data30 && typeof data30 == "object" && !Array.isArray(data30))) && (data30 !== null)){
const err30 = {instancePath:instancePath+"/properties/platformWorkloadIdentityProfile/platformWorkloadIdentities/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/properties/properties/platformWorkloadIdentityProfile/properties/platformWorkloadIdentities/additionalProperties/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
if(data30 && typeof data30 == "object" && !Array.isArray(data30)){
if(data30.resourceId !== undefined){
let data31 = data30.resourceId;
if((typeof data31 !== "string") && (data31 !== null)){
const err31 = {instancePath:instancePath+"/properties/platformWorkloadIdentityProfile/platformWorkloadIdentities/" + key1.replace(/~/g, "~0").replace(/\//g, "~1")+"/resourceId",schemaPath:"#/properties/properties/properties/platformWorkloadIdentityProfile/properties/platformWorkloadIdentities/additionalProperties/properties/resourceId/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
}
if(data30.clientId !== undefined){
let data32 = data30.clientId;
if((typeof data32 !== "string") && (data32 !== null)){
const err32 = {instancePath:instancePath+"/properties/platformWorkloadIdentityProfile/platformWorkloadIdentities/" + key1.replace(/~/g, "~0").replace(/\//g, "~1")+"/clientId",schemaPath:"#/properties/properties/properties/platformWorkloadIdentityProfile/properties/platformWorkloadIdentities/additionalProperties/properties/clientId/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
}
if(data30.objectId !== undefined){
let data33 = data30.objectId;
if((typeof data33 !== "string") && (data33 !== null)){
const err33 = {instancePath:instancePath+"/properties/platformWorkloadIdentityProfile/platformWorkloadIdentities/" + key1.replace(/~/g, "~0").replace(/\//g, "~1")+"/objectId",schemaPath:"#/properties/properties/properties/platformWorkloadIdentityProfile/properties/platformWorkloadIdentities/additionalProperties/properties/objectId/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
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
if(data13.networkProfile !== undefined){
let data34 = data13.networkProfile;
if((!(data34 && typeof data34 == "object" && !Array.isArray(data34))) && (data34 !== null)){
const err34 = {instancePath:instancePath+"/properties/networkProfile",schemaPath:"#/properties/properties/properties/networkProfile/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err34];
}
else {
vErrors.push(err34);
}
errors++;
}
if(data34 && typeof data34 == "object" && !Array.isArray(data34)){
if(data34.podCidr !== undefined){
let data35 = data34.podCidr;
if((typeof data35 !== "string") && (data35 !== null)){
const err35 = {instancePath:instancePath+"/properties/networkProfile/podCidr",schemaPath:"#/properties/properties/properties/networkProfile/properties/podCidr/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err35];
}
else {
vErrors.push(err35);
}
errors++;
}
}
if(data34.serviceCidr !== undefined){
let data36 = data34.serviceCidr;
if((typeof data36 !== "string") && (data36 !== null)){
const err36 = {instancePath:instancePath+"/properties/networkProfile/serviceCidr",schemaPath:"#/properties/properties/properties/networkProfile/properties/serviceCidr/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err36];
}
else {
vErrors.push(err36);
}
errors++;
}
}
if(data34.outboundType !== undefined){
let data37 = data34.outboundType;
if((typeof data37 !== "string") && (data37 !== null)){
const err37 = {instancePath:instancePath+"/properties/networkProfile/outboundType",schemaPath:"#/properties/properties/properties/networkProfile/properties/outboundType/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err37];
}
else {
vErrors.push(err37);
}
errors++;
}
}
if(data34.loadBalancerProfile !== undefined){
let data38 = data34.loadBalancerProfile;
if((!(data38 && typeof data38 == "object" && !Array.isArray(data38))) && (data38 !== null)){
const err38 = {instancePath:instancePath+"/properties/networkProfile/loadBalancerProfile",schemaPath:"#/properties/properties/properties/networkProfile/properties/loadBalancerProfile/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err38];
}
else {
vErrors.push(err38);
}
errors++;
}
if(data38 && typeof data38 == "object" && !Array.isArray(data38)){
if(data38.managedOutboundIps !== undefined){
let data39 = data38.managedOutboundIps;
if((!(data39 && typeof data39 == "object" && !Array.isArray(data39))) && (data39 !== null)){
const err39 = {instancePath:instancePath+"/properties/networkProfile/loadBalancerProfile/managedOutboundIps",schemaPath:"#/properties/properties/properties/networkProfile/properties/loadBalancerProfile/properties/managedOutboundIps/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err39];
}
else {
vErrors.push(err39);
}
errors++;
}
if(data39 && typeof data39 == "object" && !Array.isArray(data39)){
if(data39.count !== undefined){
let data40 = data39.count;
if((!(((typeof data40 == "number") && (!(data40 % 1) && !isNaN(data40))) && (isFinite(data40)))) && (data40 !== null)){
const err40 = {instancePath:instancePath+"/properties/networkProfile/loadBalancerProfile/managedOutboundIps/count",schemaPath:"#/properties/properties/properties/networkProfile/properties/loadBalancerProfile/properties/managedOutboundIps/properties/count/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err40];
}
else {
vErrors.push(err40);
}
errors++;
}
if((typeof data40 == "number") && (isFinite(data40))){
if(data40 > 2147483647 || isNaN(data40)){
const err41 = {instancePath:instancePath+"/properties/networkProfile/loadBalancerProfile/managedOutboundIps/count",schemaPath:"#/properties/properties/properties/networkProfile/properties/loadBalancerProfile/properties/managedOutboundIps/properties/count/maximum",keyword:"maximum",params:{comparison: "<=", limit: 2147483647},message:"must be <= 2147483647"};
if(vErrors === null){
vErrors = [err41];
}
else {
vErrors.push(err41);
}
errors++;
}
if(data40 < -2147483648 || isNaN(data40)){
const err42 = {instancePath:instancePath+"/properties/networkProfile/loadBalancerProfile/managedOutboundIps/count",schemaPath:"#/properties/properties/properties/networkProfile/properties/loadBalancerProfile/properties/managedOutboundIps/properties/count/minimum",keyword:"minimum",params:{comparison: ">=", limit: -2147483648},message:"must be >= -2147483648"};
if(vErrors === null){
vErrors = [err42];
}
else {
vErrors.push(err42);
}
errors++;
}
}
}
}
}
if(data38.effectiveOutboundIps !== undefined){
let data41 = data38.effectiveOutboundIps;
if((!(Array.isArray(data41))) && (data41 !== null)){
const err43 = {instancePath:instancePath+"/properties/networkProfile/loadBalancerProfile/effectiveOutboundIps",schemaPath:"#/properties/properties/properties/networkProfile/properties/loadBalancerProfile/properties/effectiveOutboundIps/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err43];
}
else {
vErrors.push(err43);
}
errors++;
}
if(Array.isArray(data41)){
const len0 = data41.length;
for(let i0=0; i0<len0; i0++){
let data42 = data41[i0];
if((!(data42 && typeof data42 == "object" && !Array.isArray(data42))) && (data42 !== null)){
const err44 = {instancePath:instancePath+"/properties/networkProfile/loadBalancerProfile/effectiveOutboundIps/" + i0,schemaPath:"#/properties/properties/properties/networkProfile/properties/loadBalancerProfile/properties/effectiveOutboundIps/items/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err44];
}
else {
vErrors.push(err44);
}
errors++;
}
if(data42 && typeof data42 == "object" && !Array.isArray(data42)){
if(data42.id !== undefined){
let data43 = data42.id;
if((typeof data43 !== "string") && (data43 !== null)){
const err45 = {instancePath:instancePath+"/properties/networkProfile/loadBalancerProfile/effectiveOutboundIps/" + i0+"/id",schemaPath:"#/properties/properties/properties/networkProfile/properties/loadBalancerProfile/properties/effectiveOutboundIps/items/properties/id/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err45];
}
else {
vErrors.push(err45);
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
if(data34.preconfiguredNSG !== undefined){
let data44 = data34.preconfiguredNSG;
if((typeof data44 !== "string") && (data44 !== null)){
const err46 = {instancePath:instancePath+"/properties/networkProfile/preconfiguredNSG",schemaPath:"#/properties/properties/properties/networkProfile/properties/preconfiguredNSG/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err46];
}
else {
vErrors.push(err46);
}
errors++;
}
}
}
}
if(data13.masterProfile !== undefined){
let data45 = data13.masterProfile;
if((!(data45 && typeof data45 == "object" && !Array.isArray(data45))) && (data45 !== null)){
const err47 = {instancePath:instancePath+"/properties/masterProfile",schemaPath:"#/properties/properties/properties/masterProfile/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err47];
}
else {
vErrors.push(err47);
}
errors++;
}
if(data45 && typeof data45 == "object" && !Array.isArray(data45)){
if(data45.vmSize !== undefined){
let data46 = data45.vmSize;
if((typeof data46 !== "string") && (data46 !== null)){
const err48 = {instancePath:instancePath+"/properties/masterProfile/vmSize",schemaPath:"#/properties/properties/properties/masterProfile/properties/vmSize/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err48];
}
else {
vErrors.push(err48);
}
errors++;
}
}
if(data45.subnetId !== undefined){
let data47 = data45.subnetId;
if((typeof data47 !== "string") && (data47 !== null)){
const err49 = {instancePath:instancePath+"/properties/masterProfile/subnetId",schemaPath:"#/properties/properties/properties/masterProfile/properties/subnetId/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err49];
}
else {
vErrors.push(err49);
}
errors++;
}
}
if(data45.encryptionAtHost !== undefined){
let data48 = data45.encryptionAtHost;
if((typeof data48 !== "string") && (data48 !== null)){
const err50 = {instancePath:instancePath+"/properties/masterProfile/encryptionAtHost",schemaPath:"#/properties/properties/properties/masterProfile/properties/encryptionAtHost/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err50];
}
else {
vErrors.push(err50);
}
errors++;
}
}
if(data45.diskEncryptionSetId !== undefined){
let data49 = data45.diskEncryptionSetId;
if((typeof data49 !== "string") && (data49 !== null)){
const err51 = {instancePath:instancePath+"/properties/masterProfile/diskEncryptionSetId",schemaPath:"#/properties/properties/properties/masterProfile/properties/diskEncryptionSetId/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err51];
}
else {
vErrors.push(err51);
}
errors++;
}
}
}
}
if(data13.workerProfiles !== undefined){
let data50 = data13.workerProfiles;
if((!(Array.isArray(data50))) && (data50 !== null)){
const err52 = {instancePath:instancePath+"/properties/workerProfiles",schemaPath:"#/properties/properties/properties/workerProfiles/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err52];
}
else {
vErrors.push(err52);
}
errors++;
}
if(Array.isArray(data50)){
const len1 = data50.length;
for(let i1=0; i1<len1; i1++){
let data51 = data50[i1];
if((!(data51 && typeof data51 == "object" && !Array.isArray(data51))) && (data51 !== null)){
const err53 = {instancePath:instancePath+"/properties/workerProfiles/" + i1,schemaPath:"#/properties/properties/properties/workerProfiles/items/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err53];
}
else {
vErrors.push(err53);
}
errors++;
}
if(data51 && typeof data51 == "object" && !Array.isArray(data51)){
if(data51.name !== undefined){
let data52 = data51.name;
if((typeof data52 !== "string") && (data52 !== null)){
const err54 = {instancePath:instancePath+"/properties/workerProfiles/" + i1+"/name",schemaPath:"#/properties/properties/properties/workerProfiles/items/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err54];
}
else {
vErrors.push(err54);
}
errors++;
}
}
if(data51.vmSize !== undefined){
let data53 = data51.vmSize;
if((typeof data53 !== "string") && (data53 !== null)){
const err55 = {instancePath:instancePath+"/properties/workerProfiles/" + i1+"/vmSize",schemaPath:"#/properties/properties/properties/workerProfiles/items/properties/vmSize/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err55];
}
else {
vErrors.push(err55);
}
errors++;
}
}
if(data51.diskSizeGB !== undefined){
let data54 = data51.diskSizeGB;
if((!(((typeof data54 == "number") && (!(data54 % 1) && !isNaN(data54))) && (isFinite(data54)))) && (data54 !== null)){
const err56 = {instancePath:instancePath+"/properties/workerProfiles/" + i1+"/diskSizeGB",schemaPath:"#/properties/properties/properties/workerProfiles/items/properties/diskSizeGB/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err56];
}
else {
vErrors.push(err56);
}
errors++;
}
if((typeof data54 == "number") && (isFinite(data54))){
if(data54 > 2147483647 || isNaN(data54)){
const err57 = {instancePath:instancePath+"/properties/workerProfiles/" + i1+"/diskSizeGB",schemaPath:"#/properties/properties/properties/workerProfiles/items/properties/diskSizeGB/maximum",keyword:"maximum",params:{comparison: "<=", limit: 2147483647},message:"must be <= 2147483647"};
if(vErrors === null){
vErrors = [err57];
}
else {
vErrors.push(err57);
}
errors++;
}
if(data54 < -2147483648 || isNaN(data54)){
const err58 = {instancePath:instancePath+"/properties/workerProfiles/" + i1+"/diskSizeGB",schemaPath:"#/properties/properties/properties/workerProfiles/items/properties/diskSizeGB/minimum",keyword:"minimum",params:{comparison: ">=", limit: -2147483648},message:"must be >= -2147483648"};
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
if(data51.subnetId !== undefined){
let data55 = data51.subnetId;
if((typeof data55 !== "string") && (data55 !== null)){
const err59 = {instancePath:instancePath+"/properties/workerProfiles/" + i1+"/subnetId",schemaPath:"#/properties/properties/properties/workerProfiles/items/properties/subnetId/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err59];
}
else {
vErrors.push(err59);
}
errors++;
}
}
if(data51.count !== undefined){
let data56 = data51.count;
if((!(((typeof data56 == "number") && (!(data56 % 1) && !isNaN(data56))) && (isFinite(data56)))) && (data56 !== null)){
const err60 = {instancePath:instancePath+"/properties/workerProfiles/" + i1+"/count",schemaPath:"#/properties/properties/properties/workerProfiles/items/properties/count/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err60];
}
else {
vErrors.push(err60);
}
errors++;
}
if((typeof data56 == "number") && (isFinite(data56))){
if(data56 > 2147483647 || isNaN(data56)){
const err61 = {instancePath:instancePath+"/properties/workerProfiles/" + i1+"/count",schemaPath:"#/properties/properties/properties/workerProfiles/items/properties/count/maximum",keyword:"maximum",params:{comparison: "<=", limit: 2147483647},message:"must be <= 2147483647"};
if(vErrors === null){
vErrors = [err61];
}
else {
vErrors.push(err61);
}
errors++;
}
if(data56 < -2147483648 || isNaN(data56)){
const err62 = {instancePath:instancePath+"/properties/workerProfiles/" + i1+"/count",schemaPath:"#/properties/properties/properties/workerProfiles/items/properties/count/minimum",keyword:"minimum",params:{comparison: ">=", limit: -2147483648},message:"must be >= -2147483648"};
if(vErrors === null){
vErrors = [err62];
}
else {
vErrors.push(err62);
}
errors++;
}
}
}
if(data51.encryptionAtHost !== undefined){
let data57 = data51.encryptionAtHost;
if((typeof data57 !== "string") && (data57 !== null)){
const err63 = {instancePath:instancePath+"/properties/workerProfiles/" + i1+"/encryptionAtHost",schemaPath:"#/properties/properties/properties/workerProfiles/items/properties/encryptionAtHost/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err63];
}
else {
vErrors.push(err63);
}
errors++;
}
}
if(data51.diskEncryptionSetId !== undefined){
let data58 = data51.diskEncryptionSetId;
if((typeof data58 !== "string") && (data58 !== null)){
const err64 = {instancePath:instancePath+"/properties/workerProfiles/" + i1+"/diskEncryptionSetId",schemaPath:"#/properties/properties/properties/workerProfiles/items/properties/diskEncryptionSetId/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
if(data13.workerProfilesStatus !== undefined){
let data59 = data13.workerProfilesStatus;
if((!(Array.isArray(data59))) && (data59 !== null)){
const err65 = {instancePath:instancePath+"/properties/workerProfilesStatus",schemaPath:"#/properties/properties/properties/workerProfilesStatus/type",keyword:"type",params:{type: "array"},message:"must be array"};
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
const err66 = {instancePath:instancePath+"/properties/workerProfilesStatus/" + i2,schemaPath:"#/properties/properties/properties/workerProfilesStatus/items/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err66];
}
else {
vErrors.push(err66);
}
errors++;
}
if(data60 && typeof data60 == "object" && !Array.isArray(data60)){
if(data60.name !== undefined){
let data61 = data60.name;
if((typeof data61 !== "string") && (data61 !== null)){
const err67 = {instancePath:instancePath+"/properties/workerProfilesStatus/" + i2+"/name",schemaPath:"#/properties/properties/properties/workerProfilesStatus/items/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err67];
}
else {
vErrors.push(err67);
}
errors++;
}
}
if(data60.vmSize !== undefined){
let data62 = data60.vmSize;
if((typeof data62 !== "string") && (data62 !== null)){
const err68 = {instancePath:instancePath+"/properties/workerProfilesStatus/" + i2+"/vmSize",schemaPath:"#/properties/properties/properties/workerProfilesStatus/items/properties/vmSize/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err68];
}
else {
vErrors.push(err68);
}
errors++;
}
}
if(data60.diskSizeGB !== undefined){
let data63 = data60.diskSizeGB;
if((!(((typeof data63 == "number") && (!(data63 % 1) && !isNaN(data63))) && (isFinite(data63)))) && (data63 !== null)){
const err69 = {instancePath:instancePath+"/properties/workerProfilesStatus/" + i2+"/diskSizeGB",schemaPath:"#/properties/properties/properties/workerProfilesStatus/items/properties/diskSizeGB/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err69];
}
else {
vErrors.push(err69);
}
errors++;
}
if((typeof data63 == "number") && (isFinite(data63))){
if(data63 > 2147483647 || isNaN(data63)){
const err70 = {instancePath:instancePath+"/properties/workerProfilesStatus/" + i2+"/diskSizeGB",schemaPath:"#/properties/properties/properties/workerProfilesStatus/items/properties/diskSizeGB/maximum",keyword:"maximum",params:{comparison: "<=", limit: 2147483647},message:"must be <= 2147483647"};
if(vErrors === null){
vErrors = [err70];
}
else {
vErrors.push(err70);
}
errors++;
}
if(data63 < -2147483648 || isNaN(data63)){
const err71 = {instancePath:instancePath+"/properties/workerProfilesStatus/" + i2+"/diskSizeGB",schemaPath:"#/properties/properties/properties/workerProfilesStatus/items/properties/diskSizeGB/minimum",keyword:"minimum",params:{comparison: ">=", limit: -2147483648},message:"must be >= -2147483648"};
if(vErrors === null){
vErrors = [err71];
}
else {
vErrors.push(err71);
}
errors++;
}
}
}
if(data60.subnetId !== undefined){
let data64 = data60.subnetId;
if((typeof data64 !== "string") && (data64 !== null)){
const err72 = {instancePath:instancePath+"/properties/workerProfilesStatus/" + i2+"/subnetId",schemaPath:"#/properties/properties/properties/workerProfilesStatus/items/properties/subnetId/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err72];
}
else {
vErrors.push(err72);
}
errors++;
}
}
if(data60.count !== undefined){
let data65 = data60.count;
if((!(((typeof data65 == "number") && (!(data65 % 1) && !isNaN(data65))) && (isFinite(data65)))) && (data65 !== null)){
const err73 = {instancePath:instancePath+"/properties/workerProfilesStatus/" + i2+"/count",schemaPath:"#/properties/properties/properties/workerProfilesStatus/items/properties/count/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err73];
}
else {
vErrors.push(err73);
}
errors++;
}
if((typeof data65 == "number") && (isFinite(data65))){
if(data65 > 2147483647 || isNaN(data65)){
const err74 = {instancePath:instancePath+"/properties/workerProfilesStatus/" + i2+"/count",schemaPath:"#/properties/properties/properties/workerProfilesStatus/items/properties/count/maximum",keyword:"maximum",params:{comparison: "<=", limit: 2147483647},message:"must be <= 2147483647"};
if(vErrors === null){
vErrors = [err74];
}
else {
vErrors.push(err74);
}
errors++;
}
if(data65 < -2147483648 || isNaN(data65)){
const err75 = {instancePath:instancePath+"/properties/workerProfilesStatus/" + i2+"/count",schemaPath:"#/properties/properties/properties/workerProfilesStatus/items/properties/count/minimum",keyword:"minimum",params:{comparison: ">=", limit: -2147483648},message:"must be >= -2147483648"};
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
if(data60.encryptionAtHost !== undefined){
let data66 = data60.encryptionAtHost;
if((typeof data66 !== "string") && (data66 !== null)){
const err76 = {instancePath:instancePath+"/properties/workerProfilesStatus/" + i2+"/encryptionAtHost",schemaPath:"#/properties/properties/properties/workerProfilesStatus/items/properties/encryptionAtHost/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err76];
}
else {
vErrors.push(err76);
}
errors++;
}
}
if(data60.diskEncryptionSetId !== undefined){
let data67 = data60.diskEncryptionSetId;
if((typeof data67 !== "string") && (data67 !== null)){
const err77 = {instancePath:instancePath+"/properties/workerProfilesStatus/" + i2+"/diskEncryptionSetId",schemaPath:"#/properties/properties/properties/workerProfilesStatus/items/properties/diskEncryptionSetId/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err77];
}
else {
vErrors.push(err77);
}
errors++;
}
}
}
}
}
}
if(data13.apiserverProfile !== undefined){
let data68 = data13.apiserverProfile;
if((!(data68 && typeof data68 == "object" && !Array.isArray(data68))) && (data68 !== null)){
const err78 = {instancePath:instancePath+"/properties/apiserverProfile",schemaPath:"#/properties/properties/properties/apiserverProfile/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err78];
}
else {
vErrors.push(err78);
}
errors++;
}
if(data68 && typeof data68 == "object" && !Array.isArray(data68)){
if(data68.visibility !== undefined){
let data69 = data68.visibility;
if((typeof data69 !== "string") && (data69 !== null)){
const err79 = {instancePath:instancePath+"/properties/apiserverProfile/visibility",schemaPath:"#/properties/properties/properties/apiserverProfile/properties/visibility/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err79];
}
else {
vErrors.push(err79);
}
errors++;
}
}
if(data68.url !== undefined){
let data70 = data68.url;
if((typeof data70 !== "string") && (data70 !== null)){
const err80 = {instancePath:instancePath+"/properties/apiserverProfile/url",schemaPath:"#/properties/properties/properties/apiserverProfile/properties/url/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err80];
}
else {
vErrors.push(err80);
}
errors++;
}
}
if(data68.ip !== undefined){
let data71 = data68.ip;
if((typeof data71 !== "string") && (data71 !== null)){
const err81 = {instancePath:instancePath+"/properties/apiserverProfile/ip",schemaPath:"#/properties/properties/properties/apiserverProfile/properties/ip/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err81];
}
else {
vErrors.push(err81);
}
errors++;
}
}
}
}
if(data13.ingressProfiles !== undefined){
let data72 = data13.ingressProfiles;
if((!(Array.isArray(data72))) && (data72 !== null)){
const err82 = {instancePath:instancePath+"/properties/ingressProfiles",schemaPath:"#/properties/properties/properties/ingressProfiles/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err82];
}
else {
vErrors.push(err82);
}
errors++;
}
if(Array.isArray(data72)){
const len3 = data72.length;
for(let i3=0; i3<len3; i3++){
let data73 = data72[i3];
if((!(data73 && typeof data73 == "object" && !Array.isArray(data73))) && (data73 !== null)){
const err83 = {instancePath:instancePath+"/properties/ingressProfiles/" + i3,schemaPath:"#/properties/properties/properties/ingressProfiles/items/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err83];
}
else {
vErrors.push(err83);
}
errors++;
}
if(data73 && typeof data73 == "object" && !Array.isArray(data73)){
if(data73.name !== undefined){
let data74 = data73.name;
if((typeof data74 !== "string") && (data74 !== null)){
const err84 = {instancePath:instancePath+"/properties/ingressProfiles/" + i3+"/name",schemaPath:"#/properties/properties/properties/ingressProfiles/items/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err84];
}
else {
vErrors.push(err84);
}
errors++;
}
}
if(data73.visibility !== undefined){
let data75 = data73.visibility;
if((typeof data75 !== "string") && (data75 !== null)){
const err85 = {instancePath:instancePath+"/properties/ingressProfiles/" + i3+"/visibility",schemaPath:"#/properties/properties/properties/ingressProfiles/items/properties/visibility/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err85];
}
else {
vErrors.push(err85);
}
errors++;
}
}
if(data73.ip !== undefined){
let data76 = data73.ip;
if((typeof data76 !== "string") && (data76 !== null)){
const err86 = {instancePath:instancePath+"/properties/ingressProfiles/" + i3+"/ip",schemaPath:"#/properties/properties/properties/ingressProfiles/items/properties/ip/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
}
}
}
}
}
if(data.identity !== undefined){
let data77 = data.identity;
if((!(data77 && typeof data77 == "object" && !Array.isArray(data77))) && (data77 !== null)){
const err87 = {instancePath:instancePath+"/identity",schemaPath:"#/properties/identity/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err87];
}
else {
vErrors.push(err87);
}
errors++;
}
if(data77 && typeof data77 == "object" && !Array.isArray(data77)){
if(data77.principalId !== undefined){
let data78 = data77.principalId;
if((typeof data78 !== "string") && (data78 !== null)){
const err88 = {instancePath:instancePath+"/identity/principalId",schemaPath:"#/properties/identity/properties/principalId/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err88];
}
else {
vErrors.push(err88);
}
errors++;
}
}
if(data77.tenantId !== undefined){
let data79 = data77.tenantId;
if((typeof data79 !== "string") && (data79 !== null)){
const err89 = {instancePath:instancePath+"/identity/tenantId",schemaPath:"#/properties/identity/properties/tenantId/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err89];
}
else {
vErrors.push(err89);
}
errors++;
}
}
if(data77.type !== undefined){
let data80 = data77.type;
if((typeof data80 !== "string") && (data80 !== null)){
const err90 = {instancePath:instancePath+"/identity/type",schemaPath:"#/properties/identity/properties/type/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err90];
}
else {
vErrors.push(err90);
}
errors++;
}
}
if(data77.userAssignedIdentities !== undefined){
let data81 = data77.userAssignedIdentities;
if((!(data81 && typeof data81 == "object" && !Array.isArray(data81))) && (data81 !== null)){
const err91 = {instancePath:instancePath+"/identity/userAssignedIdentities",schemaPath:"#/properties/identity/properties/userAssignedIdentities/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err91];
}
else {
vErrors.push(err91);
}
errors++;
}
if(data81 && typeof data81 == "object" && !Array.isArray(data81)){
for(const key2 in data81){
let data82 = data81[key2];
if((!(data82 && typeof data82 == "object" && !Array.isArray(data82))) && (data82 !== null)){
const err92 = {instancePath:instancePath+"/identity/userAssignedIdentities/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/identity/properties/userAssignedIdentities/additionalProperties/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err92];
}
else {
vErrors.push(err92);
}
errors++;
}
if(data82 && typeof data82 == "object" && !Array.isArray(data82)){
if(data82.principalId !== undefined){
let data83 = data82.principalId;
if((typeof data83 !== "string") && (data83 !== null)){
const err93 = {instancePath:instancePath+"/identity/userAssignedIdentities/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/principalId",schemaPath:"#/properties/identity/properties/userAssignedIdentities/additionalProperties/properties/principalId/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err93];
}
else {
vErrors.push(err93);
}
errors++;
}
}
if(data82.clientId !== undefined){
let data84 = data82.clientId;
if((typeof data84 !== "string") && (data84 !== null)){
const err94 = {instancePath:instancePath+"/identity/userAssignedIdentities/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/clientId",schemaPath:"#/properties/identity/properties/userAssignedIdentities/additionalProperties/properties/clientId/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err94];
}
else {
vErrors.push(err94);
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
}
else {
const err95 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err95];
}
else {
vErrors.push(err95);
}
errors++;
}
validate10.errors = vErrors;
return errors === 0;
}

