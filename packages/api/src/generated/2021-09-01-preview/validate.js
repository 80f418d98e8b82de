// Emitted by "npm run contract" from the swagger of this api-version; do not edit.
"use strict";
export const validate = validate10;
const schema11 = {"type":"object","properties":{"id":{"type":"string","nullable":true},"name":{"type":"string","nullable":true},"type":{"type":"string","nullable":true},"tags":{"type":"object","nullable":true,"additionalProperties":{"type":"string","nullable":true}},"location":{"type":"string","nullable":true},"properties":{"type":"object","nullable":true,"properties":{"provisioningState":{"type":"string","nullable":true},"clusterProfile":{"type":"object","nullable":true,"properties":{"pullSecret":{"type":"string","nullable":true},"domain":{"type":"string","nullable":true},"version":{"type":"string","nullable":true},"resourceGroupId":{"type":"string","nullable":true}}},"consoleProfile":{"type":"object","nullable":true,"properties":{"url":{"type":"string","nullable":true}}},"servicePrincipalProfile":{"type":"object","nullable":true,"properties":{"clientId":{"type":"string","nullable":true},"clientSecret":{"type":"string","nullable":true}}},"networkProfile":{"type":"object","nullable":true,"properties":{"softwareDefinedNetwork":{"type":"string","nullable":true},"podCidr":{"type":"string","nullable":true},"serviceCidr":{"type":"string","nullable":true}}},"masterProfile":{"type":"object","nullable":true,"properties":{"vmSize":{"type":"string","nullable":true},"subnetId":{"type":"string","nullable":true},"encryptionAtHost":{"type":"string","nullable":true},"diskEncryptionSetId":{"type":"string","nullable":true}}},"workerProfiles":{"type":"array","nullable":true,"items":{"type":"object","nullable":true,"properties":{"name":{"type":"string","nullable":true},"vmSize":{"type":"string","nullable":true},"diskSizeGB":{"type":"integer","nullable":true,"minimum":-2147483648,"maximum":2147483647},"subnetId":{"type":"string","nullable":true},"count":{"type":"integer","nullable":true,"minimum":-2147483648,"maximum":2147483647},"encryptionAtHost":{"type":"string","nullable":true},"diskEncryptionSetId":{"type":"string","nullable":true}}}},"apiserverProfile":{"type":"object","nullable":true,"properties":{"visibility":{"type":"string","nullable":true},"url":{"type":"string","nullable":true},"ip":{"type":"string","nullable":true}}},"ingressProfiles":{"type":"array","nullable":true,"items":{"type":"object","nullable":true,"properties":{"name":{"type":"string","nullable":true},"visibility":{"type":"string","nullable":true},"ip":{"type":"string","nullable":true}}}}}}}};

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
if(data.tags !== undefined){
let data3 = data.tags;
if((!(data3 && typeof data3 == "object" && !Array.isArray(data3))) && (data3 !== null)){
const err3 = {instancePath:instancePath+"/tags",schemaPath:"#/properties/tags/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
if(data3 && typeof data3 == "object" && !Array.isArray(data3)){
for(const key0 in data3){
let data4 = data3[key0];
if((typeof data4 !== "string") && (data4 !== null)){
const err4 = {instancePath:instancePath+"/tags/" + key0.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/tags/additionalProperties/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
}
}
if(data.location !== undefined){
let data5 = data.location;
if((typeof data5 !== "string") && (data5 !== null)){
const err5 = {instancePath:instancePath+"/location",schemaPath:"#/properties/location/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
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
if(data6.provisioningState !== undefined){
let data7 = data6.provisioningState;
if((typeof data7 !== "string") && (data7 !== null)){
const err7 = {instancePath:instancePath+"/properties/provisioningState",schemaPath:"#/properties/properties/properties/provisioningState/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(data6.clusterProfile !== undefined){
let data8 = data6.clusterProfile;
if((!(data8 && typeof data8 == "object" && !Array.isArray(data8))) && (data8 !== null)){
const err8 = {instancePath:instancePath+"/properties/clusterProfile",schemaPath:"#/properties/properties/properties/clusterProfile/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
if(data8 && typeof data8 == "object" && !Array.isArray(data8)){
if(data8.pullSecret !== undefined){
let data9 = data8.pullSecret;
if((typeof data9 !== "string") && (data9 !== null)){
const err9 = {instancePath:instancePath+"/properties/clusterProfile/pullSecret",schemaPath:"#/properties/properties/properties/clusterProfile/properties/pullSecret/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
if(data8.domain !== undefined){
let data10 = data8.domain;
if((typeof data10 !== "string") && (data10 !== null)){
const err10 = {instancePath:instancePath+"/properties/clusterProfile/domain",schemaPath:"#/properties/properties/properties/clusterProfile/properties/domain/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
if(data8.version !== undefined){
let data11 = data8.version;
if((typeof data11 !== "string") && (data11 !== null)){
const err11 = {instancePath:instancePath+"/properties/clusterProfile/version",schemaPath:"#/properties/properties/properties/clusterProfile/properties/version/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
if(data8.resourceGroupId !== undefined){
let data12 = data8.resourceGroupId;
if((typeof data12 !== "string") && (data12 !== null)){
const err12 = {instancePath:instancePath+"/properties/clusterProfile/resourceGroupId",schemaPath:"#/properties/properties/properties/clusterProfile/properties/resourceGroupId/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
}
}
if(data6.consoleProfile !== undefined){
let data13 = data6.consoleProfile;
if((!(data13 && typeof data13 == "object" && !Array.isArray(data13))) && (data13 !== null)){
const err13 = {instancePath:instancePath+"/properties/consoleProfile",schemaPath:"#/properties/properties/properties/consoleProfile/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
if(data13 && typeof data13 == "object" && !Array.isArray(data13)){
if(data13.url !== undefined){
let data14 = data13.url;
if((typeof data14 !== "string") && (data14 !== null)){
const err14 = {instancePath:instancePath+"/properties/consoleProfile/url",schemaPath:"#/properties/properties/properties/consoleProfile/properties/url/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
}
}
if(data6.servicePrincipalProfile !== undefined){
let data15 = data6.servicePrincipalProfile;
if((!(data15 && typeof data15 == "object" && !Array.isArray(data15))) && (data15 !== null)){
const err15 = {instancePath:instancePath+"/properties/servicePrincipalProfile",schemaPath:"#/properties/properties/properties/servicePrincipalProfile/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
if(data15 && typeof data15 == "object" && !Array.isArray(data15)){
if(data15.clientId !== undefined){
let data16 = data15.clientId;
if((typeof data16 !== "string") && (data16 !== null)){
const err16 = {instancePath:instancePath+"/properties/servicePrincipalProfile/clientId",schemaPath:"#/properties/properties/properties/servicePrincipalProfile/properties/clientId/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
if(data15.clientSecret !== undefined){
let data17 = data15.clientSecret;
if((typeof data17 !== "string") && (data17 !== null)){
const err17 = {instancePath:instancePath+"/properties/servicePrincipalProfile/clientSecret",schemaPath:"#/properties/properties/properties/servicePrincipalProfile/properties/clientSecret/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
}
}
if(data6.networkProfile !== undefined){
let data18 = data6.networkProfile;
if((!(data18 && typeof data18 == "object" && !Array.isArray(data18))) && (data18 !== null)){
const err18 = {instancePath:instancePath+"/properties/networkProfile",schemaPath:"#/properties/properties/properties/networkProfile/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
if(data18 && typeof data18 == "object" && !Array.isArray(data18)){
if(data18.softwareDefinedNetwork !== undefined){
let data19 = data18.softwareDefinedNetwork;
if((typeof data19 !== "string") && (data19 !== null)){
const err19 = {instancePath:instancePath+"/properties/networkProfile/softwareDefinedNetwork",schemaPath:"#/properties/properties/properties/networkProfile/properties/softwareDefinedNetwork/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
if(data18.podCidr !== undefined){
let data20 = data18.podCidr;
if((typeof data20 !== "string") && (data20 !== null)){
const err20 = {instancePath:instancePath+"/properties/networkProfile/podCidr",schemaPath:"#/properties/properties/properties/networkProfile/properties/podCidr/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
}
if(data18.serviceCidr !== undefined){
let data21 = data18.serviceCidr;
if((typeof data21 !== "string") && (data21 !== null)){
const err21 = {instancePath:instancePath+"/properties/networkProfile/serviceCidr",schemaPath:"#/properties/properties/properties/networkProfile/properties/serviceCidr/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
if(data6.masterProfile !== undefined){
let data22 = data6.masterProfile;
if((!(data22 && typeof data22 == "object" && !Array.isArray(data22))) && (data22 !== null)){
const err22 = {instancePath:instancePath+"/properties/masterProfile",schemaPath:"#/properties/properties/properties/masterProfile/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
if(data22 && typeof data22 == "object" && !Array.isArray(data22)){
if(data22.vmSize !== undefined){
let data23 = data22.vmSize;
if((typeof data23 !== "string") && (data23 !== null)){
const err23 = {instancePath:instancePath+"/properties/masterProfile/vmSize",schemaPath:"#/properties/properties/properties/masterProfile/properties/vmSize/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
}
if(data22.subnetId !== undefined){
let data24 = data22.subnetId;
if((typeof data24 !== "string") && (data24 !== null)){
const err24 = {instancePath:instancePath+"/properties/masterProfile/subnetId",schemaPath:"#/properties/properties/properties/masterProfile/properties/subnetId/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
}
if(data22.encryptionAtHost !== undefined){
let data25 = data22.encryptionAtHost;
if((typeof data25 !== "string") && (data25 !== null)){
const err25 = {instancePath:instancePath+"/properties/masterProfile/encryptionAtHost",schemaPath:"#/properties/properties/properties/masterProfile/properties/encryptionAtHost/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
}
if(data22.diskEncryptionSetId !== undefined){
let data26 = data22.diskEncryptionSetId;
if((typeof data26 !== "string") && (data26 !== null)){
const err26 = {instancePath:instancePath+"/properties/masterProfile/diskEncryptionSetId",schemaPath:"#/properties/properties/properties/masterProfile/properties/diskEncryptionSetId/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
if(data6.workerProfiles !== undefined){
let data27 = data6.workerProfiles;
if((!(Array.isArray(data27))) && (data27 !== null)){
const err27 = {instancePath:instancePath+"/properties/workerProfiles",schemaPath:"#/properties/properties/properties/workerProfiles/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
if(Array.isArray(data27)){
const len0 = data27.length;
for(let i0=0; i0<len0; i0++){
let data28 = data27[i0];
if((!(data28 && typeof data28 == "object" && !Array.isArray(data28))) && (data28 !== null)){
const err28 = {instancePath:instancePath+"/properties/workerProfiles/" + i0,schemaPath:"#/properties/properties/properties/workerProfiles/items/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
if(data28 && typeof data28 == "object" && !Array.isArray(data28)){
if(data28.name !== undefined){
let data29 = data28.name;
if((typeof data29 !== "string") && (data29 !== null)){
const err29 = {instancePath:instancePath+"/properties/workerProfiles/" + i0+"/name",schemaPath:"#/properties/properties/properties/workerProfiles/items/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
}
if(data28.vmSize !== undefined){
let data30 = data28.vmSize;
if((typeof data30 !== "string") && (data30 !== null)){
const err30 = {instancePath:instancePath+"/properties/workerProfiles/" + i0+"/vmSize",schemaPath:"#/properties/properties/properties/workerProfiles/items/properties/vmSize/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
}
if(data28.diskSizeGB !== undefined){
let data31 = data28.diskSizeGB;
if((!(((typeof data31 == "number") && (!(data31 % 1) && !isNaN(data31))) && (isFinite(data31)))) && (data31 !== null)){
const err31 = {instancePath:instancePath+"/properties/workerProfiles/" + i0+"/diskSizeGB",schemaPath:"#/properties/properties/properties/workerProfiles/items/properties/diskSizeGB/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
if((typeof data31 == "number") && (isFinite(data31))){
if(data31 > 2147483647 || isNaN(data31)){
const err32 = {instancePath:instancePath+"/properties/workerProfiles/" + i0+"/diskSizeGB",schemaPath:"#/properties/properties/properties/workerProfiles/items/properties/diskSizeGB/maximum",keyword:"maximum",params:{comparison: "<=", limit: 2147483647},message:"must be <= 2147483647"};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
if(data31 < -2147483648 || isNaN(data31)){
const err33 = {instancePath:instancePath+"/properties/workerProfiles/" + i0+"/diskSizeGB",schemaPath:"#/properties/properties/properties/workerProfiles/items/properties/diskSizeGB/minimum",keyword:"minimum",params:{comparison: ">=", limit: -2147483648},message:"must be >= -2147483648"};
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
if(data28.subnetId !== undefined){
let data32 = data28.subnetId;
if((typeof data32 !== "string") && (data32 !== null)){
const err34 = {instancePath:instancePath+"/properties/workerProfiles/" + i0+"/subnetId",schemaPath:"#/properties/properties/properties/workerProfiles/items/properties/subnetId/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err34];
}
else {
vErrors.push(err34);
}
errors++;
}
}
if(data28.count !== undefined){
let data33 = data28.count;
if((!(((typeof data33 == "number") && (!(data33 % 1) && !isNaN(data33))) && (isFinite(data33)))) && (data33 !== null)){
const err35 = {instancePath:instancePath+"/properties/workerProfiles/" + i0+"/count",schemaPath:"#/properties/properties/properties/workerProfiles/items/properties/count/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err35];
}
else {
vErrors.push(err35);
}
errors++;
}
if((typeof data33 == "number") && (isFinite(data33))){
if(data33 > 2147483647 || isNaN(data33)){
const err36 = {instancePath:instancePath+"/properties/workerProfiles/" + i0+"/count",schemaPath:"#/properties/properties/properties/workerProfiles/items/properties/count/maximum",keyword:"maximum",params:{comparison: "<=", limit: 2147483647},message:"must be <= 2147483647"};
if(vErrors === null){
vErrors = [err36];
}
else {
vErrors.push(err36);
}
errors++;
}
if(data33 < -2147483648 || isNaN(data33)){
const err37 = {instancePath:instancePath+"/properties/workerProfiles/" + i0+"/count",schemaPath:"#/properties/properties/properties/workerProfiles/items/properties/count/minimum",keyword:"minimum",params:{comparison: ">=", limit: -2147483648},message:"must be >= -2147483648"};
if(vErrors === null){
vErrors = [err37];
}
else {
vErrors.push(err37);
}
errors++;
}
}
}
if(data28.encryptionAtHost !== undefined){
let data34 = data28.encryptionAtHost;
if((typeof data34 !== "string") && (data34 !== null)){
const err38 = {instancePath:instancePath+"/properties/workerProfiles/" + i0+"/encryptionAtHost",schemaPath:"#/properties/properties/properties/workerProfiles/items/properties/encryptionAtHost/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err38];
}
else {
vErrors.push(err38);
}
errors++;
}
}
if(data28.diskEncryptionSetId !== undefined){
let data35 = data28.diskEncryptionSetId;
if((typeof data35 !== "string") && (data35 !== null)){
const err39 = {instancePath:instancePath+"/properties/workerProfiles/" + i0+"/diskEncryptionSetId",schemaPath:"#/properties/properties/properties/workerProfiles/items/properties/diskEncryptionSetId/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err39];
}
else {
vErrors.push(err39);
}
errors++;
}
}
}
}
}
}
if(data6.apiserverProfile !== undefined){
let data36 = data6.apiserverProfile;
if((!(data36 && typeof data36 == "object" && !Array.isArray(data36))) && (data36 !== null)){
const err40 = {instancePath:instancePath+"/properties/apiserverProfile",schemaPath:"#/properties/properties/properties/apiserverProfile/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err40];
}
else {
vErrors.push(err40);
}
errors++;
}
if(data36 && typeof data36 == "object" && !Array.isArray(data36)){
if(data36.visibility !== undefined){
let data37 = data36.visibility;
if((typeof data37 !== "string") && (data37 !== null)){
const err41 = {instancePath:instancePath+"/properties/apiserverProfile/visibility",schemaPath:"#/properties/properties/properties/apiserverProfile/properties/visibility/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err41];
}
else {
vErrors.push(err41);
}
errors++;
}
}
if(data36.url !== undefined){
let data38 = data36.url;
if((typeof data38 !== "string") && (data38 !== null)){
const err42 = {instancePath:instancePath+"/properties/apiserverProfile/url",schemaPath:"#/properties/properties/properties/apiserverProfile/properties/url/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err42];
}
else {
vErrors.push(err42);
}
errors++;
}
}
if(data36.ip !== undefined){
let data39 = data36.ip;
if((typeof data39 !== "string") && (data39 !== null)){
const err43 = {instancePath:instancePath+"/properties/apiserverProfile/ip",schemaPath:"#/properties/properties/properties/apiserverProfile/properties/ip/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err43];
}
else {
vErrors.push(err43);
}
errors++;
}
}
}
}
if(data6.ingressProfiles !== undefined){
let data40 = data6.ingressProfiles;
if((!(Array.isArray(data40))) && (data40 !== null)){
const err44 = {instancePath:instancePath+"/properties/ingressProfiles",schemaPath:"#/properties/properties/properties/ingressProfiles/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err44];
}
else {
vErrors.push(err44);
}
errors++;
}
if(Array.isArray(data40)){
const len1 = data40.length;
for(let i1=0; i1<len1; i1++){
let data41 = data40[i1];
if((!(data41 && typeof data41 == "object" && !Array.isArray(data41))) && (data41 !== null)){
const err45 = {instancePath:instancePath+"/properties/ingressProfiles/" + i1,schemaPath:"#/properties/properties/properties/ingressProfiles/items/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err45];
}
else {
vErrors.push(err45);
}
errors++;
}
if(data41 && typeof data41 == "object" && !Array.isArray(data41)){
if(data41.name !== undefined){
let data42 = data41.name;
if((typeof data42 !== "string") && (data42 !== null)){
const err46 = {instancePath:instancePath+"/properties/ingressProfiles/" + i1+"/name",schemaPath:"#/properties/properties/properties/ingressProfiles/items/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err46];
}
else {
vErrors.push(err46);
}
errors++;
}
}
if(data41.visibility !== undefined){
let data43 = data41.visibility;
if((typeof data43 !== "string") && (data43 !== null)){
const err47 = {instancePath:instancePath+"/properties/ingressProfiles/" + i1+"/visibility",schemaPath:"#/properties/properties/properties/ingressProfiles/items/properties/visibility/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err47];
}
else {
vErrors.push(err47);
}
errors++;
}
}
if(data41.ip !== undefined){
let data44 = data41.ip;
if((typeof data44 !== "string") && (data44 !== null)){
const err48 = {instancePath:instancePath+"/properties/ingressProfiles/" + i1+"/ip",schemaPath:"#/properties/properties/properties/ingressProfiles/items/properties/ip/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
}
}
}
}
}
}
else {
const err49 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err49];
}
else {
vErrors.push(err49);
}
errors++;
}
validate10.errors = vErrors;
return errors === 0;
}

