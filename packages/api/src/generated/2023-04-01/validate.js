// Emitted by "npm run contract" from the swagger of this api-version; do not edit.
"use strict";
export const validate = validate10;
const schema11 = {"type":"object","properties":{"id":{"type":"string","nullable":true},"name":{"type":"string","nullable":true},"type":{"type":"string","nullable":true},"systemData":{"type":"object","nullable":true,"properties":{"createdBy":{"type":"string","nullable":true},"createdByType":{"type":"string","nullable":true},"createdAt":{"type":"string","nullable":true},"lastModifiedBy":{"type":"string","nullable":true},"lastModifiedByType":{"type":"string","nullable":true},"lastModifiedAt":{"type":"string","nullable":true}}},"tags":{"type":"object","nullable":true,"additionalProperties":{"type":"string","nullable":true}},"location":{"type":"string","nullable":true},"properties":{"type":"object","nullable":true,"properties":{"provisioningState":{"type":"string","nullable":true},"clusterProfile":{"type":"object","nullable":true,"properties":{"pullSecret":{"type":"string","nullable":true},"domain":{"type":"string","nullable":true},"version":{"type":"string","nullable":true},"resourceGroupId":{"type":"string","nullable":true},"fipsValidatedModules":{"type":"string","nullable":true}}},"consoleProfile":{"type":"object","nullable":true,"properties":{"url":{"type":"string","nullable":true}}},"servicePrincipalProfile":{"type":"object","nullable":true,"properties":{"clientId":{"type":"string","nullable":true},"clientSecret":{"type":"string","nullable":true}}},"networkProfile":{"type":"object","nullable":true,"properties":{"podCidr":{"type":"string","nullable":true},"serviceCidr":{"type":"string","nullable":true},"outboundType":{"type":"string","nullable":true}}},"masterProfile":{"type":"object","nullable":true,"properties":{"vmSize":{"type":"string","nullable":true},"subnetId":{"type":"string","nullable":true},"encryptionAtHost":{"type":"string","nullable":true},"diskEncryptionSetId":{"type":"string","nullable":true}}},"workerProfiles":{"type":"array","nullable":true,"items":{"type":"object","nullable":true,"properties":{"name":{"type":"string","nullable":true},"vmSize":{"type":"string","nullable":true},"diskSizeGB":{"type":"integer","nullable":true,"minimum":-2147483648,"maximum":2147483647},"subnetId":{"type":"string","nullable":true},"count":{"type":"integer","nullable":true,"minimum":-2147483648,"maximum":2147483647},"encryptionAtHost":{"type":"string","nullable":true},"diskEncryptionSetId":{"type":"string","nullable":true}}}},"apiserverProfile":{"type":"object","nullable":true,"properties":{"visibility":{"type":"string","nullable":true},"url":{"type":"string","nullable":true},"ip":{"type":"string","nullable":true}}},"ingressProfiles":{"type":"array","nullable":true,"items":{"type":"object","nullable":true,"properties":{"name":{"type":"string","nullable":true},"visibility":{"type":"string","nullable":true},"ip":{"type":"string","nullable":true}}}}}}}};

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
}
}
if(data13.consoleProfile !== undefined){
let data21 = data13.consoleProfile;
if((!(data21 && typeof data21 == "object" && !Array.isArray(data21))) && (data21 !== null)){
const err21 = {instancePath:instancePath+"/properties/consoleProfile",schemaPath:"#/properties/properties/properties/consoleProfile/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
if(data21 && typeof data21 == "object" && !Array.isArray(data21)){
if(data21.url !== undefined){
let data22 = data21.url;
if((typeof data22 !== "string") && (data22 !== null)){
const err22 = {instancePath:instancePath+"/properties/consoleProfile/url",schemaPath:"#/properties/properties/properties/consoleProfile/properties/url/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
}
}
}
if(data13.servicePrincipalProfile !== undefined){
let data23 = data13.servicePrincipalProfile;
if((!(data23 && typeof data23 == "object" && !Array.isArray(data23))) && (data23 !== null)){
const err23 = {instancePath:instancePath+"/properties/servicePrincipalProfile",schemaPath:"#/properties/properties/properties/servicePrincipalProfile/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
if(data23 && typeof data23 == "object" && !Array.isArray(data23)){
if(data23.clientId !== undefined){
let data24 = data23.clientId;
if((typeof data24 !== "string") && (data24 !== null)){
const err24 = {instancePath:instancePath+"/properties/servicePrincipalProfile/clientId",schemaPath:"#/properties/properties/properties/servicePrincipalProfile/properties/clientId/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
}
if(data23.clientSecret !== undefined){
let data25 = data23.clientSecret;
if((typeof data25 !== "string") && (data25 !== null)){
const err25 = {instancePath:instancePath+"/properties/servicePrincipalProfile/clientSecret",schemaPath:"#/properties/properties/properties/servicePrincipalProfile/properties/clientSecret/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
}
}
}
if(data13.networkProfile !== undefined){
let data26 = data13.networkProfile;
if((!(data26 && typeof data26 == "object" && !Array.isArray(data26))) && (data26 !== null)){
const err26 = {instancePath:instancePath+"/properties/networkProfile",schemaPath:"#/properties/properties/properties/networkProfile/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
if(data26 && typeof data26 == "object" && !Array.isArray(data26)){
if(data26.podCidr !== undefined){
let data27 = data26.podCidr;
if((typeof data27 !== "string") && (data27 !== null)){
const err27 = {instancePath:instancePath+"/properties/networkProfile/podCidr",schemaPath:"#/properties/properties/properties/networkProfile/properties/podCidr/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
}
if(data26.serviceCidr !== undefined){
let data28 = data26.serviceCidr;
if((typeof data28 !== "string") && (data28 !== null)){
const err28 = {instancePath:instancePath+"/properties/networkProfile/serviceCidr",schemaPath:"#/properties/properties/properties/networkProfile/properties/serviceCidr/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
}
if(data26.outboundType !== undefined){
let data29 = data26.outboundType;
if((typeof data29 !== "string") && (data29 !== null)){
const err29 = {instancePath:instancePath+"/properties/networkProfile/outboundType",schemaPath:"#/properties/properties/properties/networkProfile/properties/outboundType/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
}
}
}
if(data13.masterProfile !== undefined){
let data30 = data13.masterProfile;
if((!(data30 && typeof data30 == "object" && !Array.isArray(data30))) && (data30 !== null)){
const err30 = {instancePath:instancePath+"/properties/masterProfile",schemaPath:"#/properties/properties/properties/masterProfile/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
if(data30 && typeof data30 == "object" && !Array.isArray(data30)){
if(data30.vmSize !== undefined){
let data31 = data30.vmSize;
if((typeof data31 !== "string") && (data31 !== null)){
const err31 = {instancePath:instancePath+"/properties/masterProfile/vmSize",schemaPath:"#/properties/properties/properties/masterProfile/properties/vmSize/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
}
if(data30.subnetId !== undefined){
let data32 = data30.subnetId;
if((typeof data32 !== "string") && (data32 !== null)){
const err32 = {instancePath:instancePath+"/properties/masterProfile/subnetId",schemaPath:"#/properties/properties/properties/masterProfile/properties/subnetId/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
}
if(data30.encryptionAtHost !== undefined){
let data33 = data30.encryptionAtHost;
if((typeof data33 !== "string") && (data33 !== null)){
const err33 = {instancePath:instancePath+"/properties/masterProfile/encryptionAtHost",schemaPath:"#/properties/properties/properties/masterProfile/properties/encryptionAtHost/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
}
if(data30.diskEncryptionSetId !== undefined){
let data34 = data30.diskEncryptionSetId;
if((typeof data34 !== "string") && (data34 !== null)){
const err34 = {instancePath:instancePath+"/properties/masterProfile/diskEncryptionSetId",schemaPath:"#/properties/properties/properties/masterProfile/properties/diskEncryptionSetId/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
if(data13.workerProfiles !== undefined){
let data35 = data13.workerProfiles;
if((!(Array.isArray(data35))) && (data35 !== null)){
const err35 = {instancePath:instancePath+"/properties/workerProfiles",schemaPath:"#/properties/properties/properties/workerProfiles/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err35];
}
else {
vErrors.push(err35);
}
errors++;
}
if(Array.isArray(data35)){
const len0 = data35.length;
for(let i0=0; i0<len0; i0++){
let data36 = data35[i0];
if((!(data36 && typeof data36 == "object" && !Array.isArray(data36))) && (data36 !== null)){
const err36 = {instancePath:instancePath+"/properties/workerProfiles/" + i0,schemaPath:"#/properties/properties/properties/workerProfiles/items/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err36];
}
else {
vErrors.push(err36);
}
errors++;
}
if(data36 && typeof data36 == "object" && !Array.isArray(data36)){
if(data36.name !== undefined){
let data37 = data36.name;
if((typeof data37 !== "string") && (data37 !== null)){
const err37 = {instancePath:instancePath+"/properties/workerProfiles/" + i0+"/name",schemaPath:"#/properties/properties/properties/workerProfiles/items/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err37];
}
else {
vErrors.push(err37);
}
errors++;
}
}
if(data36.vmSize !== undefined){
let data38 = data36.vmSize;
if((typeof data38 !== "string") && (data38 !== null)){
const err38 = {instancePath:instancePath+"/properties/workerProfiles/" + i0+"/vmSize",schemaPath:"#/properties/properties/properties/workerProfiles/items/properties/vmSize/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err38];
}
else {
vErrors.push(err38);
}
errors++;
}
}
if(data36.diskSizeGB !== undefined){
let data39 = data36.diskSizeGB;
if((!(((typeof data39 == "number") && (!(data39 % 1) && !isNaN(data39))) && (isFinite(data39)))) && (data39 !== null)){
const err39 = {instancePath:instancePath+"/properties/workerProfiles/" + i0+"/diskSizeGB",schemaPath:"#/properties/properties/properties/workerProfiles/items/properties/diskSizeGB/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err39];
}
else {
vErrors.push(err39);
}
errors++;
}
if((typeof data39 == "number") && (isFinite(data39))){
if(data39 > 2147483647 || isNaN(data39)){
const err40 = {instancePath:instancePath+"/properties/workerProfiles/" + i0+"/diskSizeGB",schemaPath:"#/properties/properties/properties/workerProfiles/items/properties/diskSizeGB/maximum",keyword:"maximum",params:{comparison: "<=", limit: 2147483647},message:"must be <= 2147483647"};
if(vErrors === null){
vErrors = [err40];
}
else {
vErrors.push(err40);
}
errors++;
}
if(data39 < -2147483648 || isNaN(data39)){
const err41 = {instancePath:instancePath+"/properties/workerProfiles/" + i0+"/diskSizeGB",schemaPath:"#/properties/properties/properties/workerProfiles/items/properties/diskSizeGB/minimum",keyword:"minimum",params:{comparison: ">=", limit: -2147483648},message:"must be >= -2147483648"};
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
if(data36.subnetId !== undefined){
let data40 = data36.subnetId;
if((typeof data40 !== "string") && (data40 !== null)){
const err42 = {instancePath:instancePath+"/properties/workerProfiles/" + i0+"/subnetId",schemaPath:"#/properties/properties/properties/workerProfiles/items/properties/subnetId/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err42];
}
else {
vErrors.push(err42);
}
errors++;
}
}
if(data36.count !== undefined){
let data41 = data36.count;
if((!(((typeof data41 == "number") && (!(data41 % 1) && !isNaN(data41))) && (isFinite(data41)))) && (data41 !== null)){
const err43 = {instancePath:instancePath+"/properties/workerProfiles/" + i0+"/count",schemaPath:"#/properties/properties/properties/workerProfiles/items/properties/count/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err43];
}
else {
vErrors.push(err43);
}
errors++;
}
if((typeof data41 == "number") && (isFinite(data41))){
if(data41 > 2147483647 || isNaN(data41)){
const err44 = {instancePath:instancePath+"/properties/workerProfiles/" + i0+"/count",schemaPath:"#/properties/properties/properties/workerProfiles/items/properties/count/maximum",keyword:"maximum",params:{comparison: "<=", limit: 2147483647},message:"must be <= 2147483647"};
if(vErrors === null){
vErrors = [err44];
}
else {
vErrors.push(err44);
}
errors++;
}
if(data41 < -2147483648 || isNaN(data41)){
const err45 = {instancePath:instancePath+"/properties/workerProfiles/" + i0+"/count",schemaPath:"#/properties/properties/properties/workerProfiles/items/properties/count/minimum",keyword:"minimum",params:{comparison: ">=", limit: -2147483648},message:"must be >= -2147483648"};
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
if(data36.encryptionAtHost !== undefined){
let data42 = data36.encryptionAtHost;
if((typeof data42 !== "string") && (data42 !== null)){
const err46 = {instancePath:instancePath+"/properties/workerProfiles/" + i0+"/encryptionAtHost",schemaPath:"#/properties/properties/properties/workerProfiles/items/properties/encryptionAtHost/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err46];
}
else {
vErrors.push(err46);
}
errors++;
}
}
if(data36.diskEncryptionSetId !== undefined){
let data43 = data36.diskEncryptionSetId;
if((typeof data43 !== "string") && (data43 !== null)){
const err47 = {instancePath:instancePath+"/properties/workerProfiles/" + i0+"/diskEncryptionSetId",schemaPath:"#/properties/properties/properties/workerProfiles/items/properties/diskEncryptionSetId/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err47];
}
else {
vErrors.push(err47);
}
errors++;
}
}
}
}
}
}
if(data13.apiserverProfile !== undefined){
let data44 = data13.apiserverProfile;
if((!(data44 && typeof data44 == "object" && !Array.isArray(data44))) && (data44 !== null)){
const err48 = {instancePath:instancePath+"/properties/apiserverProfile",schemaPath:"#/properties/properties/properties/apiserverProfile/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err48];
}
else {
vErrors.push(err48);
}
errors++;
}
if(data44 && typeof data44 == "object" && !Array.isArray(data44)){
if(data44.visibility !== undefined){
let data45 = data44.visibility;
if((typeof data45 !== "string") && (data45 !== null)){
const err49 = {instancePath:instancePath+"/properties/apiserverProfile/visibility",schemaPath:"#/properties/properties/properties/apiserverProfile/properties/visibility/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err49];
}
else {
vErrors.push(err49);
}
errors++;
}
}
if(data44.url !== undefined){
let data46 = data44.url;
if((typeof data46 !== "string") && (data46 !== null)){
const err50 = {instancePath:instancePath+"/properties/apiserverProfile/url",schemaPath:"#/properties/properties/properties/apiserverProfile/properties/url/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err50];
}
else {
vErrors.push(err50);
}
errors++;
}
}
if(data44.ip !== undefined){
let data47 = data44.ip;
if((typeof data47 !== "string") && (data47 !== null)){
const err51 = {instancePath:instancePath+"/properties/apiserverProfile/ip",schemaPath:"#/properties/properties/properties/apiserverProfile/properties/ip/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
if(data13.ingressProfiles !== undefined){
let data48 = data13.ingressProfiles;
if((!(Array.isArray(data48))) && (data48 !== null)){
const err52 = {instancePath:instancePath+"/properties/ingressProfiles",schemaPath:"#/properties/properties/properties/ingressProfiles/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err52];
}
else {
vErrors.push(err52);
}
errors++;
}
if(Array.isArray(data48)){
const len1 = data48.length;
for(let i1=0; i1<len1; i1++){
let data49 = data48[i1];
if((!(data49 && typeof data49 == "object" && !Array.isArray(data49))) && (data49 !== null)){
const err53 = {instancePath:instancePath+"/properties/ingressProfiles/" + i1,schemaPath:"#/properties/properties/properties/ingressProfiles/items/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err53];
}
else {
vErrors.push(err53);
}
errors++;
}
if(data49 && typeof data49 == "object" && !Array.isArray(data49)){
if(data49.name !== undefined){
let data50 = data49.name;
if((typeof data50 !== "string") && (data50 !== null)){
const err54 = {instancePath:instancePath+"/properties/ingressProfiles/" + i1+"/name",schemaPath:"#/properties/properties/properties/ingressProfiles/items/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err54];
}
else {
vErrors.push(err54);
}
errors++;
}
}
if(data49.visibility !== undefined){
let data51 = data49.visibility;
if((typeof data51 !== "string") && (data51 !== null)){
const err55 = {instancePath:instancePath+"/properties/ingressProfiles/" + i1+"/visibility",schemaPath:"#/properties/properties/properties/ingressProfiles/items/properties/visibility/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err55];
}
else {
vErrors.push(err55);
}
errors++;
}
}
if(data49.ip !== undefined){
let data52 = data49.ip;
if((typeof data52 !== "string") && (data52 !== null)){
const err56 = {instancePath:instancePath+"/properties/ingressProfiles/" + i1+"/ip",schemaPath:"#/properties/properties/properties/ingressProfiles/items/properties/ip/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err56];
}
else {
vErrors.push(err56);
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
const err57 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err57];
}
else {
vErrors.push(err57);
}
errors++;
}
validate10.errors = vErrors;
return errors === 0;
}

